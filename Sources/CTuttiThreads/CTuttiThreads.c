#define _GNU_SOURCE
#include "CTuttiThreads.h"

#include <sys/resource.h>
#include <time.h>

int tutti_condition_init(pthread_cond_t *condition) {
#ifdef __APPLE__
    return pthread_cond_init(condition, NULL);
#else
    pthread_condattr_t attributes;
    int code = pthread_condattr_init(&attributes);
    if (code != 0) return code;
    code = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (code == 0) code = pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return code;
#endif
}

int tutti_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t nanoseconds) {
    const int64_t second = 1000000000;
    if (nanoseconds < 0) nanoseconds = 0;
#ifdef __APPLE__
    struct timespec relative = {.tv_sec = nanoseconds / second, .tv_nsec = nanoseconds % second};
    return pthread_cond_timedwait_relative_np(condition, mutex, &relative);
#else
    struct timespec instant;
    clock_gettime(CLOCK_MONOTONIC, &instant);
    int64_t sum = instant.tv_nsec + nanoseconds % second;
    instant.tv_sec += nanoseconds / second + sum / second;
    instant.tv_nsec = sum % second;
    return pthread_cond_timedwait(condition, mutex, &instant);
#endif
}

void tutti_thread_describe(const char *name, int niceness) {
#ifdef __APPLE__
    pthread_setname_np(name);
    (void)niceness;
#else
    pthread_setname_np(pthread_self(), name);
    // On Linux the process 0 is the calling thread. Lowering a priority needs no privilege.
    if (niceness > 0) setpriority(PRIO_PROCESS, 0, niceness);
#endif
}
