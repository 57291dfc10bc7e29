import Glibc
import Testing

/// Makes every write beyond that offset of any file fail with EFBIG instead of a signal.
func limitFileSize(to octets: rlim_t) throws {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(octets, limit.rlim_max)
    try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}
