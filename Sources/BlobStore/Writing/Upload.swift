import BlobModel

/// One upload on its way into a shard: it cuts and names chunks, and hands them to the writer window by window.
///
/// Two windows are on their way into the log at most while a third one fills; the body waits for them. Only the commit waits
/// for the disk, since nothing was promised before.
struct Upload {
    private static let windowsInFlight = 2

    /// The writer of the shard.
    let writer: ShardWriter

    /// The domain that pays.
    let domain: DedupDomain

    /// The reference to add.
    let reference: ReferenceID

    /// The deployment's secret from which the cutting points derive.
    let secret: ChunkingSecret

    /// The bytes of one window.
    let windowByteCount: Int

    /// What makes of the bytes what is stored.
    let sealer: ContentSealer

    /// The memory of all uploads together.
    let budget: UploadBudget

    /// Stores a body and returns when it and the reference are durable.
    ///
    /// - Throws: ``BlobError``; the reference was not added then.
    func store(_ body: BodyReader) async throws -> StoredBlob {
        do {
            return try await take(body)
        } catch {
            // What came before stays, unreferenced, and is found by the next attempt.
            _ = try? await submit(.settle, answer: .whenDurable)
            throw error
        }
    }

    private func take(_ body: consuming BodyReader) async throws -> StoredBlob {
        try await withThrowingTaskGroup(of: WriteOutcome.self) { group in
            var hasher = ContentHasher()
            var cutter = WindowCutter(assembler: makeAssembler(), windowByteCount: windowByteCount, sealer: sealer)
            var inFlight = 0
            var added: UInt64 = 0
            var share = UploadShare(of: budget, byteCount: Self.byteCount(windows: windowByteCount))
            while let piece = try await body.next() {
                if body.size > UploadBudget.freeByteCount { try await share.take() }
                hasher.update(piece.span)
                for window in cutter.add(piece) { added += try await send(window, &group, &inFlight) }
            }
            for try await outcome in group { added += outcome.addedBytes }
            let blob = hasher.finalise()
            let rest = cutter.finish(blob: blob)
            return try await commit(rest, cutter.chunks, blob, addedBefore: added)
        }
    }

    /// Sends a window on its way, after waiting for a former one when there are enough, and returns what that one added.
    private func send(
        _ window: [NamedChunk],
        _ group: inout ThrowingTaskGroup<WriteOutcome, any Error>,
        _ inFlight: inout Int
    ) async throws -> UInt64 {
        var added: UInt64 = 0
        if inFlight == Self.windowsInFlight {
            added = try await group.next()?.addedBytes ?? 0
            inFlight -= 1
        }
        group.addTask { try await submit(.append(window), answer: .whenAppended) }
        inFlight += 1
        return added
    }

    private func commit(
        _ rest: [NamedChunk],
        _ chunks: [Manifest.Chunk],
        _ blob: ContentID,
        addedBefore: UInt64
    ) async throws -> StoredBlob {
        let manifest = Manifest(blob: blob, chunks: chunks, chunking: .standard)
        let change = WriteOperation.Change.commit(rest, manifest: sealer.manifest(manifest), reference: reference)
        let outcome = try await submit(change, answer: .whenDurable)
        return StoredBlob(
            blob: blob,
            size: manifest.size,
            addedBytes: addedBefore + outcome.addedBytes,
            wasPresent: outcome.wasPresent
        )
    }

    /// Returns about how many bytes an upload holds: its windows, and the piece and the chunk that are not yet in one.
    static func byteCount(windows windowByteCount: Int) -> Int {
        (windowsInFlight + 1) * windowByteCount + Int(2 * ChunkingParameters.standard.maximum)
    }

    private func submit(_ change: WriteOperation.Change, answer: WriteOperation.Answer) async throws -> WriteOutcome {
        do throws(BlobStoreError) {
            return try await writer.submit(WriteOperation(domainKey: domain.key, change: change, answer: answer))
        } catch {
            throw BlobError(error)
        }
    }

    private func makeAssembler() -> ChunkAssembler {
        let secret = secret
        let domain = domain
        return ChunkAssembler { Chunker(gear: secret.gearTable(for: domain), parameters: .standard) }
    }
}
