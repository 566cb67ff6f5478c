#ifndef C_TUTTI_THREADS_H
#define C_TUTTI_THREADS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#ifdef __APPLE__
#include <os/lock.h>
#endif

// What Swift cannot say portably, or not cheaply, about threads and time. All instants are nanoseconds of one clock,
// that of `tutti_now`.

/// The present instant: monotonic, and standing still while the machine is suspended, so that a machine that wakes up
/// does not find all its timers due at once.
static inline int64_t tutti_now(void) {
#ifdef __APPLE__
    return (int64_t)clock_gettime_nsec_np(CLOCK_UPTIME_RAW);
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
#endif
}

/// Tells the processor that the calling thread looks for something in a loop.
static inline void tutti_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

// MARK: A lock of one word

/// Waits until the lock is free; the slow half of `tutti_lock`.
void tutti_lock_contended(uint32_t *lock);
void tutti_wake_contender(uint32_t *lock);

/// Takes a lock that begins as 0, and is never taken twice by one thread.
///
/// Whoever finds it taken looks for a moment before it sleeps: what is done under our locks is over sooner than a thread
/// is put to sleep and woken. Without contention it costs two atomic operations, where a POSIX mutex costs two calls.
static inline void tutti_lock(uint32_t *lock) {
#ifdef __APPLE__
    os_unfair_lock_lock((os_unfair_lock_t)lock);
#else
    uint32_t expected = 0;
    if (!__atomic_compare_exchange_n(lock, &expected, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        tutti_lock_contended(lock);
#endif
}

static inline void tutti_unlock(uint32_t *lock) {
#ifdef __APPLE__
    os_unfair_lock_unlock((os_unfair_lock_t)lock);
#else
    if (__atomic_exchange_n(lock, 0, __ATOMIC_RELEASE) == 2) tutti_wake_contender(lock);
#endif
}

/// Makes the calling thread sleep until `tutti_unpark` is called for `state`, or until the given instant.
///
/// For the first `patience` nanoseconds it does not sleep but looks, which spares whoever calls `tutti_unpark` then the
/// waking, some ten microseconds on a virtual machine. `state` belongs to this thread and begins as 0. A call of
/// `tutti_unpark` that came first makes this return at once. Returns true when it was unparked, false when the time was
/// over.
bool tutti_park(uint32_t *state, int64_t instant, int64_t patience);

/// Looks for a call of `tutti_unpark` until the given instant, without sleeping; returns true when there was one.
bool tutti_look(uint32_t *state, int64_t instant);

/// Wakes the thread that is parked on `state`, or the next one to park on it.
void tutti_unpark(uint32_t *state);

/// What `tutti_set_thread_owner` was last given on the calling thread, or null.
void *tutti_thread_owner(void);
void tutti_set_thread_owner(void *owner);

/// Names the calling thread and makes it yield to others: niceness 0 to 19. Niceness has an effect on Linux only, where
/// it belongs to the thread; failures are of no consequence and are not reported.
void tutti_thread_describe(const char *name, int niceness);

/// Asks for timed waits of the calling thread that are late by a microsecond instead of the usual fifty, and for the
/// processor at once when they end; Linux only.
void tutti_thread_wake_exactly(void);

/// The processors that this process may use.
int tutti_core_count(void);

#endif
