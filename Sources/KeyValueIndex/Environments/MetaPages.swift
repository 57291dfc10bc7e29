import Glibc
import SystemPackage

/// The pages with which LMDB's file begins: each names a commit, one the last and the other the one before.
package enum MetaPages {
    /// The bytes at the beginning of the file that tell how long the pages are.
    package static let headByteCount = 44

    /// Where the size of a page stands: `mm_psize`, which is `md_pad` of the first tree.
    private static let sizeOffset = 40

    /// Returns the bytes of the two pages: no more, since a disk may lose what is behind them while nothing uses it.
    ///
    /// - Parameter head: The beginning of the file, ``headByteCount`` bytes or fewer when it has no more.
    /// - Returns: The bytes of two pages; of two of the largest ones that LMDB makes when the beginning does not tell.
    package static func byteCount(saidBy head: [UInt8]) -> Int {
        let largest = MetaPage.pageSizes.upperBound
        guard head.count >= headByteCount else { return 2 * largest }
        let digits = head[sizeOffset..<headByteCount]
        // In the order of the machine's bytes, as LMDB writes it.
        let size = (1.bigEndian == 1 ? Array(digits) : digits.reversed()).reduce(0) { $0 << 8 | Int($1) }
        guard MetaPage.pageSizes.contains(size), size.nonzeroBitCount == 1 else { return 2 * largest }
        return 2 * size
    }

    /// Writes the pages again as they are in memory, and makes them durable.
    ///
    /// After a synchronisation that failed, Linux takes for written what was not: later ones succeed and pass it over, until the
    /// bytes are written anew. Nothing may change the pages meanwhile.
    ///
    /// - Parameter directory: The environment's directory.
    /// - Throws: ``LMDBError/system(call:errno:)``; what of the pages is durable is not known then.
    static func secure(at directory: FilePath) throws(LMDBError) {
        do {
            let file = try FileDescriptor.open(directory.appending("data.mdb"), .readWrite)
            try file.closeAfter {
                try file.writeAll(toAbsoluteOffset: 0, try bytes(of: file))
                guard fdatasync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            throw .system(call: .secure, errno: error as? Errno ?? .ioError)
        }
    }

    private static func bytes(of file: FileDescriptor) throws -> [UInt8] {
        try beginning(byteCount(saidBy: beginning(headByteCount, of: file)), of: file)
    }

    private static func beginning(_ length: Int, of file: FileDescriptor) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = try unsafe file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
