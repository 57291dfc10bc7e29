/* Makes every synchronisation of the program that loads it take longer, as on a slower disk.
 *
 * Loaded by LD_PRELOAD into a program and those that it starts. Before fdatasync(2) and fsync(2) are called as
 * always, the thread sleeps for SYNC_DELAY microseconds. Nothing else waits: reading, and writing into the page
 * cache, are as fast as before. `make bench SYNC_DELAY=1000` uses it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

typedef int synchronise(int descriptor);

/* The pause: absent or not a number, none. */
static void wait_as_asked(void) {
    const char *text = getenv("SYNC_DELAY");
    long microseconds = text ? strtol(text, NULL, 10) : 0;
    struct timespec left = {microseconds / 1000000, microseconds % 1000000 * 1000};
    while (nanosleep(&left, &left) == -1 && errno == EINTR) {}
}

static int delayed(const char *name, int descriptor) {
    wait_as_asked();
    synchronise *call = (synchronise *)dlsym(RTLD_NEXT, name);
    return call(descriptor);
}

int fdatasync(int descriptor) { return delayed("fdatasync", descriptor); }

int fsync(int descriptor) { return delayed("fsync", descriptor); }
