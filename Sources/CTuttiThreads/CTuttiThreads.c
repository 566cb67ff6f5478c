#define _GNU_SOURCE
#include "CTuttiThreads.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef __APPLE__
#include <os/os_sync_wait_on_address.h>
#else
#include <linux/futex.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

static const int64_t second = 1000000000;

#ifndef __APPLE__
static struct timespec timespec_at(int64_t instant) {
    if (instant < 0) instant = 0;
    return (struct timespec){.tv_sec = instant / second, .tv_nsec = instant % second};
}
#endif

// MARK: Sleeping on a word

/// Sleeps while `*state` is 2; returns false when the time was over. May return early.
static bool sleep_on(uint32_t *state, int64_t instant) {
#ifdef __APPLE__
    int64_t rest = instant - tutti_now();
    if (rest <= 0) return false;
    int result = os_sync_wait_on_address_with_timeout(
        state, 2, sizeof(*state), OS_SYNC_WAIT_ON_ADDRESS_NONE, OS_CLOCK_MACH_ABSOLUTE_TIME, (uint64_t)rest);
    return result >= 0 || errno != ETIMEDOUT;
#else
    struct timespec absolute = timespec_at(instant);
    long result = syscall(
        SYS_futex, state, FUTEX_WAIT_BITSET_PRIVATE, 2, &absolute, NULL, FUTEX_BITSET_MATCH_ANY);
    return result == 0 || errno != ETIMEDOUT;
#endif
}

/// Wakes one thread that sleeps on `state`.
static void wake_one(uint32_t *state) {
#ifdef __APPLE__
    os_sync_wake_by_address_any(state, sizeof(*state), OS_SYNC_WAKE_BY_ADDRESS_NONE);
#else
    syscall(SYS_futex, state, FUTEX_WAKE_PRIVATE, 1);
#endif
}

// MARK: Lock

// 0 is free, 1 is taken, 2 is taken and somebody may sleep.

/// Some tens of microseconds: less than it takes to fall asleep and be woken on a virtual machine.
static const int looks_at_lock = 1000;

void tutti_lock_contended(uint32_t *lock) {
    for (int look = 0; look < looks_at_lock; look++) {
        uint32_t expected = 0;
        if (__atomic_load_n(lock, __ATOMIC_RELAXED) == 0
            && __atomic_compare_exchange_n(lock, &expected, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
            return;
        tutti_pause();
    }
    while (__atomic_exchange_n(lock, 2, __ATOMIC_ACQUIRE) != 0) sleep_on(lock, INT64_MAX);
}

void tutti_wake_contender(uint32_t *lock) { wake_one(lock); }

// MARK: Parking

enum { EMPTY = 0, NOTIFIED = 1, PARKED = 2 };

/// Takes a notification that is there; the acquiring half of `tutti_unpark`.
static inline bool take_notification(uint32_t *state) {
    uint32_t expected = NOTIFIED;
    return __atomic_compare_exchange_n(state, &expected, EMPTY, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

bool tutti_look(uint32_t *state, int64_t instant) {
    while (tutti_now() < instant) {
        if (__atomic_load_n(state, __ATOMIC_RELAXED) == NOTIFIED) return take_notification(state);
        tutti_pause();
    }
    return false;
}

bool tutti_park(uint32_t *state, int64_t instant, int64_t patience) {
    if (patience > 0 && tutti_look(state, tutti_now() + patience)) return true;
    uint32_t expected = EMPTY;
    if (!__atomic_compare_exchange_n(state, &expected, PARKED, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        return take_notification(state);
    while (sleep_on(state, instant))
        if (take_notification(state)) return true;
    // The time is over; a notification that has come all the same counts.
    return __atomic_exchange_n(state, EMPTY, __ATOMIC_ACQUIRE) == NOTIFIED;
}

void tutti_unpark(uint32_t *state) {
    if (__atomic_exchange_n(state, NOTIFIED, __ATOMIC_RELEASE) == PARKED) wake_one(state);
}

// MARK: The calling thread

#ifndef __APPLE__
/// Threads that yield get this; others have about 1.4 ms on two cores. A longer one would let whoever computes keep its
/// own kind waiting.
static const uint64_t long_turn = 4000000;
static const uint64_t short_turn = 100000;
/// New threads and children do not inherit the turn.
enum { RESET_ON_FORK = 1 };
#endif

static _Thread_local void *thread_owner;

void *tutti_thread_owner(void) { return thread_owner; }
void tutti_set_thread_owner(void *owner) { thread_owner = owner; }

#ifndef __APPLE__
/// What `sched_setattr` takes; glibc declares it only since 2.41.
struct scheduling {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t niceness;
    uint32_t priority;
    uint64_t turn;
    uint64_t deadline;
    uint64_t period;
};

/// Makes the calling thread yield, unless it yields more already, and asks for turns of so many nanoseconds, which Linux
/// grants since 6.12: whoever wakes up for a short turn takes the processor from somebody in the middle of a long one.
/// Older systems look at the niceness alone. Neither a shorter nor a longer turn changes the share of the processor.
static void schedule_thread(int least_niceness, uint64_t turn) {
    // On Linux the process 0 is the calling thread.
    int present = getpriority(PRIO_PROCESS, 0);
    int niceness = present > least_niceness ? present : least_niceness;
    struct scheduling wish = {
        .size = sizeof(wish), .policy = SCHED_OTHER, .flags = RESET_ON_FORK, .niceness = niceness, .turn = turn};
    if (syscall(SYS_sched_setattr, 0, &wish, 0) != 0 && niceness > present) setpriority(PRIO_PROCESS, 0, niceness);
}
#endif

void tutti_thread_describe(const char *name, int niceness) {
#ifdef __APPLE__
    pthread_setname_np(name);
    (void)niceness;
#else
    pthread_setname_np(pthread_self(), name);
    // Lowering a priority needs no privilege.
    if (niceness > 0) schedule_thread(niceness, long_turn);
#endif
}

void tutti_thread_wake_exactly(void) {
#ifndef __APPLE__
    prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL);
    schedule_thread(INT_MIN, short_turn);
#endif
}

int tutti_core_count(void) {
#ifndef __APPLE__
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0) return CPU_COUNT(&allowed);
#endif
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (int)count : 1;
}
