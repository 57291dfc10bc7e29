#define _GNU_SOURCE
#include "Probe.h"

#include <errno.h>
#include <limits.h>
#include <sys/syscall.h>
#include <unistd.h>

/// The offset that stands for the descriptor's own.
enum { at_end = -1 };

static ssize_t pass_on(int fd, const struct iovec *vectors, int count, off_t offset) {
    if (offset == at_end) return syscall(SYS_writev, fd, vectors, count);
    return syscall(SYS_pwritev, fd, vectors, count, (long)offset, 0L);
}

/// Writes half of the bytes of the first vector that has any.
static ssize_t pass_on_half(int fd, const struct iovec *vectors, int count, off_t offset) {
    for (int index = 0; index < count; index++) {
        if (vectors[index].iov_len < 2) continue;
        struct iovec half = {.iov_base = vectors[index].iov_base, .iov_len = vectors[index].iov_len / 2};
        return pass_on(fd, &half, 1, offset);
    }
    return pass_on(fd, vectors, count, offset);
}

static void record(int fd, const struct iovec *vectors, int count, off_t offset, ssize_t written) {
    if (written <= 0) return;
    uint64_t start = (uint64_t)offset;
    // With O_APPEND, too, the descriptor stands after what was written.
    if (offset == at_end) start = (uint64_t)(syscall(SYS_lseek, fd, 0L, SEEK_CUR) - written);
    struct io_probe_head head = {
        .event = IO_PROBE_EVENT_WRITE, .fd = fd, .offset = start, .count = (uint64_t)written};
    probe_record(head, vectors, count);
}

static ssize_t probe_write(int fd, const struct iovec *vectors, int count, off_t offset) {
    if (!probe_is_active()) return pass_on(fd, vectors, count, offset);
    pthread_mutex_lock(&probe_lock);
    if (!probe_watches(fd)) {
        // Whoever writes elsewhere, into a pipe for example, may block: not with the lock.
        pthread_mutex_unlock(&probe_lock);
        return pass_on(fd, vectors, count, offset);
    }
    ssize_t written = -1;
    if (!probe_must_fail(IO_PROBE_WRITE, fd)) {
        written = pass_on(fd, vectors, count, offset);
    } else if (errno == 0) {
        written = pass_on_half(fd, vectors, count, offset);
    }
    record(fd, vectors, count, offset, written);
    pthread_mutex_unlock(&probe_lock);
    return written;
}

static ssize_t probe_write_bytes(int fd, const void *bytes, size_t count, off_t offset) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    return probe_write(fd, &vector, 1, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) { return probe_write_bytes(fd, bytes, count, at_end); }

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return probe_write_bytes(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    return probe_write_bytes(fd, bytes, count, offset);
}

ssize_t writev(int fd, const struct iovec *vectors, int count) { return probe_write(fd, vectors, count, at_end); }

ssize_t pwritev(int fd, const struct iovec *vectors, int count, off_t offset) {
    return probe_write(fd, vectors, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *vectors, int count, off64_t offset) {
    return probe_write(fd, vectors, count, offset);
}
