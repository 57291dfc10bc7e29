#define _GNU_SOURCE
#include "Probe.h"

#include <dlfcn.h>
#include <sys/statvfs.h>

/// The library's own: statfs(2) answers another structure, which it converts.
typedef int (*statvfs_call)(const char *path, struct statvfs *status);

int statvfs(const char *path, struct statvfs *status) {
    statvfs_call next = (statvfs_call)dlsym(RTLD_NEXT, "statvfs");
    int result = next(path, status);
    if (result != 0 || !probe_is_active()) return result;
    pthread_mutex_lock(&probe_lock);
    if (probe_is_full() && probe_relative(-1, path) != NULL) status->f_bavail = status->f_bfree = 0;
    pthread_mutex_unlock(&probe_lock);
    return result;
}
