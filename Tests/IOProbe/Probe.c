#define _GNU_SOURCE
#include "Probe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { maximum_descriptor = 65536 };

struct fault {
    int class;
    uint64_t first;
    uint64_t count;
    int error;
};

pthread_mutex_t probe_lock = PTHREAD_MUTEX_INITIALIZER;

static atomic_int is_active;
static int skips_syncs;
static char root[PATH_MAX];
static size_t root_length;
static unsigned char watched[maximum_descriptor];
static struct fault fault;
static uint64_t calls[IO_PROBE_CLASSES];
static uint64_t failures;
static int fills;
static int is_full;

int probe_is_active(void) { return atomic_load_explicit(&is_active, memory_order_acquire); }

int probe_skips_syncs(void) { return skips_syncs; }

int io_probe_start(const char *path, const char *trace, int skipping_syncs) {
    pthread_mutex_lock(&probe_lock);
    int error = probe_open_trace(trace);
    if (error == 0) {
        snprintf(root, sizeof root, "%s", path);
        root_length = strlen(root);
        skips_syncs = skipping_syncs;
        memset(watched, 0, sizeof watched);
        memset(calls, 0, sizeof calls);
        memset(&fault, 0, sizeof fault);
        failures = 0;
        fills = is_full = 0;
        atomic_store_explicit(&is_active, 1, memory_order_release);
    }
    pthread_mutex_unlock(&probe_lock);
    return error;
}

void io_probe_stop(void) {
    pthread_mutex_lock(&probe_lock);
    atomic_store_explicit(&is_active, 0, memory_order_release);
    memset(watched, 0, sizeof watched);
    probe_open_trace(NULL);
    pthread_mutex_unlock(&probe_lock);
}

void io_probe_mark(int32_t kind, uint64_t number, const void *bytes, size_t count) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    struct io_probe_head head = {.event = IO_PROBE_EVENT_MARK, .fd = kind, .offset = number, .count = count};
    pthread_mutex_lock(&probe_lock);
    probe_record(head, &vector, 1);
    pthread_mutex_unlock(&probe_lock);
}

void io_probe_fail(int class, uint64_t first, uint64_t count, int error) {
    pthread_mutex_lock(&probe_lock);
    fault = (struct fault){.class = class, .first = first, .count = count, .error = error};
    memset(calls, 0, sizeof calls);
    failures = 0;
    fills = is_full = 0;
    pthread_mutex_unlock(&probe_lock);
}

void io_probe_fill(void) {
    pthread_mutex_lock(&probe_lock);
    fills = 1;
    pthread_mutex_unlock(&probe_lock);
}

void io_probe_make_room(void) {
    pthread_mutex_lock(&probe_lock);
    fills = is_full = 0;
    pthread_mutex_unlock(&probe_lock);
}

uint64_t io_probe_calls(int class) {
    pthread_mutex_lock(&probe_lock);
    uint64_t count = calls[class];
    pthread_mutex_unlock(&probe_lock);
    return count;
}

uint64_t io_probe_failures(void) {
    pthread_mutex_lock(&probe_lock);
    uint64_t count = failures;
    pthread_mutex_unlock(&probe_lock);
    return count;
}

const char *probe_relative(int dirfd, const char *path) {
    // The engine names files by absolute paths; a relative one is none of ours.
    (void)dirfd;
    if (path == NULL || strncmp(path, root, root_length) != 0) return NULL;
    if (path[root_length] == 0) return path + root_length;
    return path[root_length] == '/' ? path + root_length + 1 : NULL;
}

int probe_watches(int fd) { return fd >= 0 && fd < maximum_descriptor && watched[fd]; }

void probe_set_watched(int fd, int is_watched) {
    if (fd >= 0 && fd < maximum_descriptor) watched[fd] = (unsigned char)is_watched;
}

int probe_is_full(void) { return is_full; }

int probe_must_fail(int class, int fd) {
    uint64_t number = ++calls[class];
    if (fault.first == 0 || fault.class != class) return 0;
    if (number < fault.first || number - fault.first >= fault.count) return 0;
    failures += 1;
    is_full = fills;
    struct io_probe_head head = {.event = IO_PROBE_EVENT_FAILURE, .flags = (uint8_t)class, .fd = fd};
    probe_record(head, NULL, 0);
    errno = fault.error;
    return 1;
}
