// Linux calls of the C library that it declares for _GNU_SOURCE only, which Swift's module of it is made without.

// Flags of sync_file_range(2).
enum { CLINUX_SYNC_FILE_RANGE_WRITE = 2 };

// Where a pointer has 64 bits, an off64_t is a long.
int sync_file_range(int fd, long offset, long count, unsigned int flags);
