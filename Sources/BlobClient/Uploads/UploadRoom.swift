import Synchronization

/// The memory that the long uploads of a cluster take together, divided among those that are under way.
///
/// An upload alone sends several pieces at a time and waits seldom for a disk; among many it sends them one by one.
/// Nobody waits for room: a piece on its way and another that is gathered are the least share.
final class UploadRoom: Sendable {
    private let uploads = Mutex(0)
    private let pieceCount: Int
    private let most: Int

    /// Creates the room in which no upload is under way.
    init(_ options: BlobClientOptions) {
        pieceCount = options.uploadBytes / options.pieceBytes
        most = options.piecesPerPart
    }

    /// The pieces that an upload may send at a time now, while it gathers as many; at least 1.
    var piecesPerPart: Int {
        // Half of a share is on its way, the other half is gathered.
        uploads.withLock { max(1, min(most, pieceCount / (2 * max(1, $0)))) }
    }

    /// Does the work of an upload, which is counted meanwhile.
    ///
    /// - Throws: What the work throws.
    func using<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        uploads.withLock { $0 += 1 }
        defer { uploads.withLock { $0 -= 1 } }
        return try await work()
    }
}
