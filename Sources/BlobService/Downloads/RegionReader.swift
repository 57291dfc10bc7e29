import DurableIO
import NIOCore
import NIOPosix

/// Reads runs of files in pieces, for connections that cannot send files themselves; the bytes are not checked.
enum RegionReader {
    /// The bytes of a piece: few enough for eight downloads to hold little, enough for a cipher to run at its speed.
    private static let pieceBytes: UInt64 = 256 << 10

    /// Returns the runs cut into pieces.
    static func pieces(of regions: [SendableRegion]) -> FileBatches {
        FileBatches(regions, maximum: pieceBytes)
    }

    /// Reads a piece on a thread that may block.
    ///
    /// - Throws: `FileError`.
    static func read(_ batch: [SendableRegion]) async throws -> ByteBuffer {
        try await NIOThreadPool.singleton.runIfActive {
            let count = batch.reduce(0) { $0 + Int($1.length) }
            var buffer = ByteBufferAllocator().buffer(capacity: count)
            for region in batch { try append(region, to: &buffer) }
            return buffer
        }
    }

    private static func append(_ region: SendableRegion, to buffer: inout ByteBuffer) throws {
        let wanted = Int(region.length)
        _ = try unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { bytes in
            var part = unsafe MutableSpan<UInt8>(
                _unsafeBytes: UnsafeMutableRawBufferPointer(rebasing: bytes[..<wanted])
            )
            let count = try region.file.read(at: region.offset, into: &part)
            guard count == wanted else {
                throw FileError.endOfFile(
                    path: region.file.path,
                    offset: region.offset,
                    wanted: wanted,
                    found: count
                )
            }
            return count
        }
    }
}
