#ifndef PROBE_H
#define PROBE_H

#include "IOProbe.h"

#include <pthread.h>
#include <stddef.h>
#include <sys/uio.h>

/// What the interposed calls share. All of it is used with `probe_lock` held, so that the order of the trace is the order
/// of the calls.

/// Guards the state and makes the watched calls happen one after the other.
extern pthread_mutex_t probe_lock;

/// Tells whether the probe is started; read without the lock, so that other programs pay nothing.
int probe_is_active(void);

/// Returns a path under the root without the root's own, or null when it is elsewhere. `dirfd` is as for openat(2).
const char *probe_relative(int dirfd, const char *path);

/// Tells whether a descriptor is of a path under the root.
int probe_watches(int fd);

/// Notes that a descriptor is of a path under the root, or is not any more.
void probe_set_watched(int fd, int is_watched);

/// Counts a call of a class and returns whether it must fail. Then that is recorded and errno is set; it is 0 for a short
/// write. `fd` is -1 where the call has none.
int probe_must_fail(int class, int fd);

/// Tells whether the disk says that it has no room left.
int probe_is_full(void);

/// Tells whether synchronisations are skipped.
int probe_skips_syncs(void);

/// Appends an entry to the trace, if there is one; `count` bytes are gathered from the vectors.
void probe_record(struct io_probe_head head, const struct iovec *vectors, int vector_count);

/// Appends an entry whose bytes are those of a path.
void probe_record_path(int event, int fd, int flags, const char *path);

/// Opens the trace anew, or closes it when the path is null. Returns 0 or an error number.
int probe_open_trace(const char *path);

#endif
