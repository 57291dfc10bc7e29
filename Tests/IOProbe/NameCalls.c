#define _GNU_SOURCE
#include "Probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void record_rename(const char *source, const char *target) {
    // The terminating zero of the first path divides the two.
    struct iovec vectors[] = {
        {.iov_base = (void *)source, .iov_len = strlen(source) + 1},
        {.iov_base = (void *)target, .iov_len = strlen(target)},
    };
    struct io_probe_head head = {
        .event = IO_PROBE_EVENT_RENAME, .count = vectors[0].iov_len + vectors[1].iov_len};
    probe_record(head, vectors, 2);
}

int renameat(int source_dirfd, const char *source, int target_dirfd, const char *target) {
    long number = SYS_renameat2;
    if (!probe_is_active()) return (int)syscall(number, source_dirfd, source, target_dirfd, target, 0);
    pthread_mutex_lock(&probe_lock);
    const char *from = probe_relative(source_dirfd, source);
    const char *to = probe_relative(target_dirfd, target);
    int result = -1;
    if (from == NULL || to == NULL || !probe_must_fail(IO_PROBE_RENAME, -1)) {
        result = (int)syscall(number, source_dirfd, source, target_dirfd, target, 0);
        if (result == 0 && from != NULL && to != NULL) record_rename(from, to);
    }
    pthread_mutex_unlock(&probe_lock);
    return result;
}

int rename(const char *source, const char *target) { return renameat(AT_FDCWD, source, AT_FDCWD, target); }

int unlinkat(int dirfd, const char *path, int flags) {
    if (!probe_is_active()) return (int)syscall(SYS_unlinkat, dirfd, path, flags);
    pthread_mutex_lock(&probe_lock);
    const char *relative = probe_relative(dirfd, path);
    int result = -1;
    if (relative == NULL || !probe_must_fail(IO_PROBE_UNLINK, -1)) {
        result = (int)syscall(SYS_unlinkat, dirfd, path, flags);
        if (result == 0 && relative != NULL) probe_record_path(IO_PROBE_EVENT_UNLINK, -1, 0, relative);
    }
    pthread_mutex_unlock(&probe_lock);
    return result;
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int dirfd, const char *path, mode_t mode) {
    if (!probe_is_active()) return (int)syscall(SYS_mkdirat, dirfd, path, mode);
    pthread_mutex_lock(&probe_lock);
    const char *relative = probe_relative(dirfd, path);
    int result = -1;
    if (relative == NULL || !probe_must_fail(IO_PROBE_MKDIR, -1)) {
        result = (int)syscall(SYS_mkdirat, dirfd, path, mode);
        if (result == 0 && relative != NULL) probe_record_path(IO_PROBE_EVENT_MKDIR, -1, 0, relative);
    }
    pthread_mutex_unlock(&probe_lock);
    return result;
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
