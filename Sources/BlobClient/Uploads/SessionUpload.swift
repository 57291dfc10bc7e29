import BlobAPI
import BlobModel

/// One upload in an upload session: part by part, each kept until the node has said that it is durable.
///
/// While one part is written the pieces of the next one are read, as many as there is room for: the longer the parts,
/// the fewer waits for a disk. A body that comes slowly keeps nobody waiting at the node, since nothing is sent before
/// it is here. A node that restarts, or a connection that breaks, costs nothing but time: the node is asked how far it
/// has come, and the upload goes on from there.
struct SessionUpload {
    private let cluster: BlobCluster
    private let subject: BlobSubject
    private let session: UploadSessionID
    private var sent = SentBytes()

    /// Uploads a body whose first pieces were read.
    ///
    /// - Parameters:
    ///   - first: The first pieces of the body.
    ///   - pieces: The pieces that follow them.
    ///   - subject: The reference, the domain, and the limit.
    ///   - cluster: The nodes.
    /// - Returns: What was stored.
    /// - Throws: `BlobError`, what the body fails with, and `CancellationError`; the session is abandoned then.
    static func store(
        _ first: UploadPieces.Run,
        _ pieces: UploadPieces,
        about subject: BlobSubject,
        at cluster: BlobCluster
    ) async throws -> StoredBlob {
        let opened: UploadSession
        do {
            opened = try await patiently(cluster) { try await cluster.createUpload(about: subject) }
        } catch {
            throw translate(error)
        }
        let upload = SessionUpload(cluster: cluster, subject: subject, session: opened.session)
        return try await upload.store(first, pieces)
    }

    /// Uploads a body of which nothing was read yet, and nothing is if the node refuses it by its length.
    ///
    /// - Parameters:
    ///   - pieces: The pieces of the body.
    ///   - length: The bytes that it is said to have.
    ///   - subject: The reference, the domain, and the limit.
    ///   - cluster: The nodes.
    /// - Returns: What was stored.
    /// - Throws: `BlobError`, what the body fails with, and `CancellationError`; the session is abandoned then.
    static func store(
        _ pieces: UploadPieces,
        expecting length: UInt64,
        about subject: BlobSubject,
        at cluster: BlobCluster
    ) async throws -> StoredBlob {
        let opened = try await cluster.createUpload(expecting: length, about: subject)
        let upload = SessionUpload(cluster: cluster, subject: subject, session: opened.session)
        return try await upload.store(nil, pieces)
    }

    private init(cluster: BlobCluster, subject: BlobSubject, session: UploadSessionID) {
        self.cluster = cluster
        self.subject = subject
        self.session = session
    }

    /// Sends the body and makes a blob of it, or abandons the session.
    private func store(_ first: UploadPieces.Run?, _ pieces: UploadPieces) async throws -> StoredBlob {
        var upload = self
        do {
            return try await upload.run(first, pieces)
        } catch {
            await upload.abandon()
            throw Self.translate(error)
        }
    }

    private mutating func run(_ first: UploadPieces.Run?, _ pieces: UploadPieces) async throws -> StoredBlob {
        let room = cluster.room
        var run = if let first { first } else { try await pieces.next() }
        while !run.endsBody {
            run.pieces.forEach { sent.append($0) }
            async let following = pieces.next(upTo: room.piecesPerPart)
            try await send(endsUpload: false)
            run = try await following
        }
        run.pieces.forEach { sent.append($0) }
        try await send(endsUpload: true)
        let (cluster, subject, session, length) = (cluster, subject, session, sent.end)
        return try await Self.patiently(cluster) {
            try await cluster.commit(session, length: length, about: subject)
        }
    }

    /// Sends all bytes that are not known to be durable.
    ///
    /// Of what does not end the upload the node leaves the last chunk out; it is sent again with the next piece.
    private mutating func send(endsUpload: Bool) async throws {
        var patience = Patience(cluster)
        while true {
            do {
                let part = OutgoingPart(buffers: sent.buffers, offset: sent.offset, endsUpload: endsUpload)
                try acknowledge(try await cluster.append(part, to: session, about: subject))
                guard !endsUpload || sent.byteCount == 0 else {
                    throw TransportError.malformedAnswer(of: .appendUpload)
                }
                return
            } catch {
                try await patience.wait(after: error)
            }
            try await resume(&patience)
            if sent.byteCount == 0 { return }
        }
    }

    /// Asks how far the node has come, until it answers.
    private mutating func resume(_ patience: inout Patience) async throws {
        while true {
            do {
                let before = sent.offset
                try acknowledge(try await cluster.upload(session, about: subject))
                if sent.offset > before { patience.renew() }
                return
            } catch {
                try await patience.wait(after: error)
            }
        }
    }

    private mutating func acknowledge(_ answer: UploadSession) throws {
        guard sent.acknowledge(answer.offset) else { throw TransportError.malformedAnswer(of: .readUpload) }
    }

    private static func patiently<Value: Sendable>(
        _ cluster: BlobCluster,
        _ call: () async throws -> Value
    ) async throws -> Value {
        var patience = Patience(cluster)
        while true {
            do { return try await call() } catch { try await patience.wait(after: error) }
        }
    }

    /// Tells the node that nothing more will come, so that it need not wait for the session to expire.
    private func abandon() async {
        let (cluster, session, subject) = (cluster, session, subject)
        // The task of the upload may be cancelled, which would keep the call from being sent.
        await Task { try? await cluster.abandon(session, about: subject) }.value
    }

    /// Callers of a store know nothing of sessions.
    private static func translate(_ error: any Error) -> any Error {
        switch error {
        case let refusal as NodeRefusal: refusal.error
        case let error as UploadSessionError: BlobError.unavailable(error.description)
        case let error as TransportError: BlobError.unavailable(error.reason)
        default: error
        }
    }
}
