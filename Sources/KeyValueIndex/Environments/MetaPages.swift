import Glibc
import SystemPackage

/// The pages with which LMDB's file begins: each names a commit, one the last and the other the one before.
enum MetaPages {
    /// Two of the largest pages that LMDB makes.
    private static let longestByteCount = 2 * 65_536

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
        try unsafe [UInt8](unsafeUninitializedCapacity: longestByteCount) { buffer, count in
            count = try unsafe file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
