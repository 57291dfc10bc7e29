#define _GNU_SOURCE
#include "Probe.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static int probe_sync(int fd, long number) {
    if (!probe_is_active()) return (int)syscall(number, fd);
    pthread_mutex_lock(&probe_lock);
    int result = -1;
    if (!probe_watches(fd)) {
        result = (int)syscall(number, fd);
    } else if (!probe_must_fail(IO_PROBE_SYNC, fd)) {
        result = probe_skips_syncs() ? 0 : (int)syscall(number, fd);
        struct io_probe_head head = {.event = IO_PROBE_EVENT_SYNC, .fd = fd};
        if (result == 0) probe_record(head, NULL, 0);
    }
    pthread_mutex_unlock(&probe_lock);
    return result;
}

int fsync(int fd) { return probe_sync(fd, SYS_fsync); }

int fdatasync(int fd) { return probe_sync(fd, SYS_fdatasync); }

/// Counted and made to fail, not recorded: nothing writes to the files of a store through a map.
int msync(void *address, size_t count, int flags) {
    int must_fail = 0;
    if (probe_is_active()) {
        pthread_mutex_lock(&probe_lock);
        must_fail = probe_must_fail(IO_PROBE_SYNC, -1);
        pthread_mutex_unlock(&probe_lock);
    }
    return must_fail ? -1 : (int)syscall(SYS_msync, address, count, flags);
}

static int probe_truncate(int fd, off_t size) {
    if (!probe_is_active()) return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&probe_lock);
    int result = -1;
    int is_watched = probe_watches(fd);
    if (!is_watched || !probe_must_fail(IO_PROBE_TRUNCATE, fd)) result = (int)syscall(SYS_ftruncate, fd, size);
    struct io_probe_head head = {.event = IO_PROBE_EVENT_TRUNCATE, .fd = fd, .offset = (uint64_t)size};
    if (is_watched && result == 0) probe_record(head, NULL, 0);
    pthread_mutex_unlock(&probe_lock);
    return result;
}

int ftruncate(int fd, off_t size) { return probe_truncate(fd, size); }

int ftruncate64(int fd, off64_t size) { return probe_truncate(fd, size); }
