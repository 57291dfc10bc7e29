import BlobModel

/// One append to an upload session on its way into a shard.
///
/// Each window of whole chunks is one advance of the session; while one is on its way into the log the next one fills.
/// Only the last advance waits for the disk, be there a chunk left for it or none: it makes durable what the append is
/// answered with, and is refused if what came before has not stayed in the log. When the body fails, what came before
/// stays all the same.
struct SessionAppend {
    /// The writer of the shard.
    let writer: ShardWriter

    /// The session.
    let key: SessionKey

    /// When the session ends unless it is advanced again, in milliseconds since 1970.
    let expires: UInt64

    /// The digest of all that was advanced; it runs ahead of the disk, and is of no use when an advance fails.
    let digest: SessionDigest

    /// What cuts the bytes.
    private(set) var cutter: SessionCutter

    /// Where the session will stand when everything sent is durable.
    private(set) var offset: UInt64

    private let start: UInt64

    private typealias Advances = ThrowingTaskGroup<UInt64, any Error>

    /// Makes the append that begins at an offset.
    init(
        to key: SessionKey,
        at offset: UInt64,
        until expires: UInt64,
        by writer: ShardWriter,
        cutter: SessionCutter,
        digest: SessionDigest
    ) {
        self.key = key
        self.offset = offset
        start = offset
        self.expires = expires
        self.writer = writer
        self.cutter = cutter
        self.digest = digest
    }

    /// Stores a body.
    ///
    /// - Parameters:
    ///   - body: The bytes.
    ///   - endsUpload: Whether the last chunk ends with them.
    /// - Returns: The session's offset, which is durable.
    /// - Throws: ``BlobError`` and ``UploadSessionError``. When the body is what failed, its whole chunks were kept.
    mutating func store(_ body: BodyReader, endsUpload: Bool) async throws -> UInt64 {
        var append = self
        var body = body
        let end = try await withThrowingTaskGroup(of: UInt64.self) { group in
            let failure = try await append.pass(&body, &group)
            if failure == nil, endsUpload { append.cutter.finish() }
            try await append.end(&group)
            if let failure { throw failure }
            return append.offset
        }
        self = append
        return end
    }

    /// Passes the windows of a body on, and returns the error with which the body ended, if it did.
    private mutating func pass(_ body: inout BodyReader, _ group: inout Advances) async throws -> BlobError? {
        while true {
            let piece: [UInt8]?
            do throws(BlobError) { piece = try await body.next() } catch { return error }
            guard let piece else { return nil }
            for window in cutter.add(piece) { try await send(window, .whenAppended, &group) }
        }
    }

    /// Sends what is left, and waits until all of the append is durable.
    private mutating func end(_ group: inout Advances) async throws {
        let rest = cutter.take()
        guard offset > start || rest.byteCount > 0 else { return }
        try await send(rest, .whenDurable, &group)
        try await settle(&group)
    }

    private mutating func send(
        _ window: SessionWindow,
        _ answer: WriteOperation.Answer,
        _ group: inout Advances
    ) async throws {
        await digest.add(window.plain)
        try await settle(&group)
        let change = WriteOperation.Change.advance(key.id, at: offset, window.chunks, expires: expires)
        offset += UInt64(window.byteCount)
        let (writer, key) = (writer, key)
        group.addTask { try await writer.submit(change, to: key, answer: answer).addedBytes }
    }

    /// Waits for the advance that is on its way.
    private func settle(_ group: inout Advances) async throws {
        while let added = try await group.next() { await digest.noteAddedBytes(added) }
    }
}
