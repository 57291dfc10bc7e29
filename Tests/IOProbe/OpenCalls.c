#define _GNU_SOURCE
#include "Probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_flags(int flags) {
    return ((flags & O_CREAT) ? IO_PROBE_OPEN_CREATES : 0) | ((flags & O_TRUNC) ? IO_PROBE_OPEN_EMPTIES : 0)
        | ((flags & O_DSYNC) ? IO_PROBE_OPEN_SYNCHRONOUS : 0);
}

static int probe_openat(int dirfd, const char *path, int flags, mode_t mode) {
    if (!probe_is_active()) return (int)syscall(SYS_openat, dirfd, path, flags, mode);
    pthread_mutex_lock(&probe_lock);
    const char *relative = probe_relative(dirfd, path);
    int fd = -1;
    if (relative == NULL || !probe_must_fail(IO_PROBE_OPEN, -1)) {
        fd = (int)syscall(SYS_openat, dirfd, path, flags, mode);
        probe_set_watched(fd, relative != NULL);
        if (fd >= 0 && relative != NULL) probe_record_path(IO_PROBE_EVENT_OPEN, fd, open_flags(flags), relative);
    }
    pthread_mutex_unlock(&probe_lock);
    return fd;
}

static mode_t mode_of(int flags, va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) ? (mode_t)va_arg(arguments, int) : 0;
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return probe_openat(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return probe_openat(AT_FDCWD, path, flags, mode);
}

int openat(int dirfd, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return probe_openat(dirfd, path, flags, mode);
}

int openat64(int dirfd, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return probe_openat(dirfd, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
    return probe_openat(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) {
    return probe_openat(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int close(int fd) {
    if (!probe_is_active()) return (int)syscall(SYS_close, fd);
    pthread_mutex_lock(&probe_lock);
    if (probe_watches(fd)) {
        struct io_probe_head head = {.event = IO_PROBE_EVENT_CLOSE, .fd = fd};
        probe_record(head, NULL, 0);
        probe_set_watched(fd, 0);
    }
    int result = (int)syscall(SYS_close, fd);
    pthread_mutex_unlock(&probe_lock);
    return result;
}
