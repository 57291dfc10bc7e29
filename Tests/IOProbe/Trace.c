#define _GNU_SOURCE
#include "Probe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int trace = -1;

int probe_open_trace(const char *path) {
    if (trace >= 0) syscall(SYS_close, trace);
    trace = -1;
    if (path == NULL) return 0;
    int flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC;
    trace = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
    return trace >= 0 ? 0 : errno;
}

/// A trace with a hole would prove nothing: the program ends.
static void give_up(void) {
    perror("The trace could not be written");
    abort();
}

static void append(const void *bytes, size_t count) {
    const char *rest = bytes;
    while (count > 0) {
        long written = syscall(SYS_write, trace, rest, count);
        if (written < 0) give_up();
        rest += written;
        count -= (size_t)written;
    }
}

void probe_record(struct io_probe_head head, const struct iovec *vectors, int vector_count) {
    if (trace < 0) return;
    int error = errno;
    append(&head, sizeof head);
    size_t rest = head.count;
    for (int index = 0; index < vector_count && rest > 0; index++) {
        size_t count = vectors[index].iov_len < rest ? vectors[index].iov_len : rest;
        append(vectors[index].iov_base, count);
        rest -= count;
    }
    errno = error;
}

void probe_record_path(int event, int fd, int flags, const char *path) {
    struct iovec vector = {.iov_base = (void *)path, .iov_len = strlen(path)};
    struct io_probe_head head = {
        .event = (uint8_t)event, .flags = (uint8_t)flags, .fd = fd, .count = vector.iov_len};
    probe_record(head, &vector, 1);
}
