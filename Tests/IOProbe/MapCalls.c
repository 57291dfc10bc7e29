#define _GNU_SOURCE
#include "Probe.h"

#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *probe_map(void *address, size_t count, int protection, int flags, int fd, off_t offset) {
    int must_fail = 0;
    if (probe_is_active() && !(flags & MAP_ANONYMOUS)) {
        pthread_mutex_lock(&probe_lock);
        must_fail = probe_watches(fd) && probe_must_fail(IO_PROBE_MAP, fd);
        pthread_mutex_unlock(&probe_lock);
    }
    return must_fail ? MAP_FAILED : (void *)syscall(SYS_mmap, address, count, protection, flags, fd, offset);
}

void *mmap(void *address, size_t count, int protection, int flags, int fd, off_t offset) {
    return probe_map(address, count, protection, flags, fd, offset);
}

void *mmap64(void *address, size_t count, int protection, int flags, int fd, off64_t offset) {
    return probe_map(address, count, protection, flags, fd, offset);
}

/// Counted and made to fail wherever the map is: nothing but a store's index enlarges one by this call.
void *mremap(void *address, size_t old_count, size_t count, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    void *target = (flags & MREMAP_FIXED) ? va_arg(arguments, void *) : NULL;
    va_end(arguments);
    int must_fail = 0;
    if (probe_is_active()) {
        pthread_mutex_lock(&probe_lock);
        must_fail = probe_must_fail(IO_PROBE_MAP, -1);
        pthread_mutex_unlock(&probe_lock);
    }
    return must_fail ? MAP_FAILED : (void *)syscall(SYS_mremap, address, old_count, count, flags, target);
}
