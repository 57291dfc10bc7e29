import Glibc
import SystemPackage

extension ReadFile {
    /// Returns whether a run of bytes can be had without waiting for a disk.
    ///
    /// Nothing is promised: another program may need the memory a moment later. Then whoever goes on waits.
    ///
    /// - Parameters:
    ///   - offset: Where the run begins.
    ///   - count: The bytes of the run, at least 1.
    /// - Returns: Whether every page of the run is in memory.
    package func isCached(at offset: UInt64, count: UInt64) -> Bool {
        let page = UInt64(getpagesize())
        let start = offset / page * page
        let length = Int(offset + count - start)
        // A map of pages that nobody touches; mincore(2) asks which of them are "resident in memory (RAM)".
        let map = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, descriptor.rawValue, off_t(start))
        guard let map = unsafe map, unsafe map != MAP_FAILED else { return false }
        defer { unsafe munmap(map, length) }
        var residence = [UInt8](repeating: 0, count: (length + Int(page) - 1) / Int(page))
        guard unsafe mincore(map, length, &residence) == 0 else { return false }
        return residence.allSatisfy { $0 & 1 == 1 }
    }
}
