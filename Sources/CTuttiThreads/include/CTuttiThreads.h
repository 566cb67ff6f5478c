#ifndef C_TUTTI_THREADS_H
#define C_TUTTI_THREADS_H

#include <pthread.h>
#include <stdint.h>

// What Swift cannot say portably about threads: conditions on the monotonic clock, names, and niceness.

/// Initializes a condition whose timed waits are measured on the monotonic clock; returns 0 or an errno.
int tutti_condition_init(pthread_cond_t *condition);

/// Waits for a signal for at most so many nanoseconds; returns 0, ETIMEDOUT or another errno.
int tutti_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t nanoseconds);

/// Names the calling thread and makes it yield to others: niceness 0 to 19. Niceness has an effect on Linux only, where
/// it belongs to the thread; failures are of no consequence and are not reported.
void tutti_thread_describe(const char *name, int niceness);

#endif
