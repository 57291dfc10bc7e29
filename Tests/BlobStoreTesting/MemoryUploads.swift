package import BlobModel
import Cryptography
import Synchronization

/// The upload sessions of a store in memory, for tests of what stands above a store.
///
/// They keep the contract of `UploadStorage` but for durability; every byte of a part is kept, and no session expires.
package final class MemoryUploads: UploadStorage {
    private let store: MemoryBlobStore
    private let sessions = Mutex<[UploadSessionID: [UInt8]]>([:])

    private let space = Mutex(UInt64.max)

    /// The most bytes that an upload may be said to have.
    package var room: UInt64 {
        get { space.withLock { $0 } }
        set { space.withLock { $0 = newValue } }
    }

    /// Makes the sessions of a store, which gets the blobs that are committed.
    package init(over store: MemoryBlobStore) {
        self.store = store
    }

    /// The sessions that are open, in no order.
    package var open: Set<UploadSessionID> { sessions.withLock { Set($0.keys) } }

    /// Opens an upload session.
    package func createUpload(in domain: DedupDomain, expecting length: UInt64?) async throws -> UploadSession {
        guard length ?? 0 <= room else { throw BlobError.insufficientSpace }
        let id = UploadSessionID.random()
        sessions.withLock { $0[id] = [] }
        return Self.session(id, [])
    }

    /// Returns how far an upload session has come.
    package func upload(_ session: UploadSessionID, in domain: DedupDomain) async throws -> UploadSession {
        Self.session(session, try bytes(of: session))
    }

    /// Appends bytes.
    package func append(
        _ part: UploadPart,
        to session: UploadSessionID,
        in domain: DedupDomain
    ) async throws -> UploadSession {
        let before = try bytes(of: session)
        guard part.offset == before.count else {
            throw UploadSessionError.offsetMismatch(durable: UInt64(before.count))
        }
        let room = Int(clamping: part.limit) - before.count
        let bytes: [UInt8]
        do {
            bytes = try await part.body.collect(upTo: room)
        } catch BlobError.tooLarge {
            throw BlobError.tooLarge(limit: part.limit)
        } catch {
            throw BlobError.bodyFailed("\(error)")
        }
        let after = before + bytes
        sessions.withLock { $0[session] = after }
        return Self.session(session, after)
    }

    /// Makes a blob of what arrived and ends the session.
    package func commit(
        _ session: UploadSessionID,
        as completion: UploadCompletion,
        in domain: DedupDomain
    ) async throws -> StoredBlob {
        let bytes = try bytes(of: session)
        guard completion.length == bytes.count else {
            throw UploadSessionError.offsetMismatch(durable: UInt64(bytes.count))
        }
        let blob = ContentID(of: bytes.span)
        guard completion.blob ?? blob == blob else { throw UploadSessionError.digestMismatch(found: blob) }
        let stored = try await store.put(.bytes(bytes), as: completion.reference, in: domain, limit: .max)
        sessions.withLock { $0[session] = nil }
        return stored
    }

    /// Ends an upload session without a blob.
    package func abandon(_ session: UploadSessionID, in domain: DedupDomain) async throws {
        sessions.withLock { $0[session] = nil }
    }

    private func bytes(of session: UploadSessionID) throws -> [UInt8] {
        guard let bytes = sessions.withLock({ $0[session] }) else { throw UploadSessionError.notFound(session) }
        return bytes
    }

    private static func session(_ id: UploadSessionID, _ bytes: [UInt8]) -> UploadSession {
        UploadSession(session: id, offset: UInt64(bytes.count), expires: 86_400_000)
    }
}
