#ifndef IO_PROBE_H
#define IO_PROBE_H

#include <stddef.h>
#include <stdint.h>

/// Calls of the C library that change a disk, defined anew by the program that links this target.
///
/// A program's own definitions win over those of the C library, for its Swift code and for every shared library that it
/// loads: liblmdb among them. Each call is passed on by syscall(2). While the probe is started, calls that concern paths
/// under one root are recorded, counted, and made to fail as was asked. Calls that concern other paths, and all calls
/// while the probe is stopped, do what they always do.

/// The kinds of calls that are counted and made to fail apart from each other.
enum io_probe_class {
    /// open, openat, creat.
    IO_PROBE_OPEN = 0,
    /// write, pwrite, writev, pwritev.
    IO_PROBE_WRITE = 1,
    /// fsync, fdatasync, msync.
    IO_PROBE_SYNC = 2,
    /// ftruncate.
    IO_PROBE_TRUNCATE = 3,
    /// rename, renameat.
    IO_PROBE_RENAME = 4,
    /// unlink, unlinkat, rmdir.
    IO_PROBE_UNLINK = 5,
    /// mkdir, mkdirat.
    IO_PROBE_MKDIR = 6,
    /// mmap and mremap of files.
    IO_PROBE_MAP = 7,
    /// The number of kinds.
    IO_PROBE_CLASSES = 8,
};

/// The kinds of entries in a trace.
enum io_probe_event {
    /// A file or directory was opened: `fd`, `flags` of `io_probe_open_flag`, the path.
    IO_PROBE_EVENT_OPEN = 1,
    /// A descriptor was closed: `fd`.
    IO_PROBE_EVENT_CLOSE = 2,
    /// Bytes were written: `fd`, `offset`, the bytes.
    IO_PROBE_EVENT_WRITE = 3,
    /// A file or directory was synchronised: `fd`.
    IO_PROBE_EVENT_SYNC = 4,
    /// A file was cut or extended: `fd`, the size in `offset`.
    IO_PROBE_EVENT_TRUNCATE = 5,
    /// Something was renamed: the path, a zero byte, the new path.
    IO_PROBE_EVENT_RENAME = 6,
    /// A file or an empty directory was removed: the path.
    IO_PROBE_EVENT_UNLINK = 7,
    /// A directory was made: the path.
    IO_PROBE_EVENT_MKDIR = 8,
    /// The program noted something: `fd`, `offset`, and the bytes are what it gave.
    IO_PROBE_EVENT_MARK = 9,
    /// A call was made to fail: `flags` is its class, `fd` its descriptor, or -1. What it did in part follows.
    IO_PROBE_EVENT_FAILURE = 10,
};

/// How a file was opened.
enum io_probe_open_flag {
    /// O_CREAT: the file was made when it was missing.
    IO_PROBE_OPEN_CREATES = 1,
    /// O_TRUNC: the file was emptied.
    IO_PROBE_OPEN_EMPTIES = 2,
    /// O_DSYNC or O_SYNC: each write is durable when it returns.
    IO_PROBE_OPEN_SYNCHRONOUS = 4,
};

/// The head of an entry in a trace, in the byte order of the machine; `count` bytes follow it.
struct io_probe_head {
    /// One of `io_probe_event`.
    uint8_t event;
    /// One or more of `io_probe_open_flag`.
    uint8_t flags;
    /// Zeros.
    uint16_t reserved;
    /// The descriptor.
    int32_t fd;
    /// The offset of a write, or the new size.
    uint64_t offset;
    /// The number of bytes that follow.
    uint64_t count;
};

/// Begins to watch the paths under a directory.
///
/// - root: The directory's absolute path, without symbolic links and without a slash at its end.
/// - trace: The file to which each call is appended, made anew; null when nothing is to be recorded.
/// - skips_syncs: Whether synchronisations are only counted and recorded, not made, so that a test runs fast.
///
/// Returns 0, or the error number that kept the trace from being made.
int io_probe_start(const char *root, const char *trace, int skips_syncs);

/// Ends watching. Descriptors that are still open are forgotten.
void io_probe_stop(void);

/// Appends a note to the trace, in the order of the calls, with some bytes; there may be none.
void io_probe_mark(int32_t kind, uint64_t number, const void *bytes, size_t count);

/// Makes calls of a class fail: those from the `first` of now on, which is 1, `count` of them.
///
/// - error: The error number; 0 lets a write pass, but half of its bytes only.
///
/// Counting begins anew.
void io_probe_fail(int class, uint64_t first, uint64_t count, int error);

/// Lets the disk say that it has no room left from the first call on that fails; io_probe_fail takes it back.
void io_probe_fill(void);

/// Lets the disk have room again.
void io_probe_make_room(void);

/// Returns how many calls of a class were made under the root since counting began.
uint64_t io_probe_calls(int class);

/// Returns how many calls were made to fail since counting began.
uint64_t io_probe_failures(void);

#endif
