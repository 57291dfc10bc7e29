/* Makes every synchronisation of the program that loads it take longer, as on a slower disk.
 *
 * Loaded by LD_PRELOAD into a program and those that it starts. Before fdatasync(2) and fsync(2) are called as
 * always, the thread sleeps for SYNC_DELAY microseconds, and for what a timer takes beside that, some 50. Nothing
 * else waits: reading, and writing into the page cache, are as fast as before. A program that makes its system calls
 * itself, as those in Go do, is not slowed down. `make bench SYNC_DELAY=1000` uses it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef int synchronise(int descriptor);

static long delay;

/* Reads the delay once; a program that is told something else than microseconds does not begin. */
__attribute__((constructor)) static void read_delay(void) {
    const char *text = getenv("SYNC_DELAY");
    if (!text) return;
    char *end;
    delay = strtol(text, &end, 10);
    if (end == text || *end || delay < 0) {
        fputs("SYNC_DELAY is a number of microseconds, such as 1000\n", stderr);
        _exit(2);
    }
}

static int delayed(const char *name, int descriptor) {
    struct timespec left = {delay / 1000000, delay % 1000000 * 1000};
    while (nanosleep(&left, &left) == -1 && errno == EINTR) {}
    synchronise *call = (synchronise *)dlsym(RTLD_NEXT, name);
    return call(descriptor);
}

int fdatasync(int descriptor) { return delayed("fdatasync", descriptor); }

int fsync(int descriptor) { return delayed("fsync", descriptor); }
