import BlobModel
import KeyValueIndex

/// Makes the index point to a segment that compaction wrote, instead of the segments that it replaces.
///
/// The output is durable when this begins. Each step is one transaction of bounded size; a step that was lost, or done
/// before, is done again without harm, since a row is changed only while it points to an input and to the same record.
struct Repointing {
    /// The most keys that a step looks up.
    private static let stepKeyCount = 500

    private let output: UInt64
    private let inputs: Set<UInt64>
    private var replay: SegmentReplay
    private var waiting: [Repoint] = []
    private var tally = SegmentTally()

    /// Makes a repointing that has not begun.
    ///
    /// - Parameters:
    ///   - reader: The output.
    ///   - inputs: The segments that it replaces.
    init(_ reader: SegmentReader, replacing inputs: [SegmentName]) {
        output = reader.header.name.rawValue
        self.inputs = Set(inputs.map(\.rawValue))
        replay = SegmentReplay(reader, from: LogPosition(header: reader.header), bodies: .none)
        tally.byteCount = UInt64(SegmentHeader.byteCount)
    }

    /// Returns the next step, or nil when all records have been passed.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when the output cannot be read to its footer.
    mutating func nextMoves() throws(BlobStoreError) -> RepointingStep? {
        while waiting.count < Self.stepKeyCount, let batch = try replay.nextBatch() {
            for placed in batch.records {
                tally.add(placed)
                waiting += Repoint.all(of: placed)
            }
        }
        guard !waiting.isEmpty else {
            try requireSealed()
            return nil
        }
        let moves = Array(waiting.prefix(Self.stepKeyCount))
        waiting.removeFirst(moves.count)
        return RepointingStep(output: output, inputs: inputs, moves: moves)
    }

    /// The last step, once ``nextMoves()`` has returned nil.
    var ending: RepointingEnd { RepointingEnd(output: output, inputs: inputs, tally: tally) }

    private func requireSealed() throws(BlobStoreError) {
        switch replay.ending {
        case .sealed: return
        case .torn(let offset, let fault): throw .damagedSegment(output, offset: offset, fault)
        case .open, nil: throw .damagedSegment(output, offset: replay.position.offset, .missingFooter)
        }
    }
}

/// A row of the index that shall point to the output of a compaction.
enum Repoint: Hashable, Sendable {
    /// The row of a chunk.
    case chunk(ChunkKey, ChunkLocation)
    /// The row of a manifest, or that of a collected manifest whose members are being removed.
    case manifest(ChunkKey, ManifestLocation)

    /// Returns the rows of a record.
    static func all(of placed: PlacedRecord) -> [Repoint] {
        let domainKey = placed.record.domainKey
        switch placed.record.content {
        case .chunks(let entries):
            var offset = placed.bodyOffset
            return entries.map { entry in
                defer { offset += UInt64(entry.storedLength) }
                let location = ChunkLocation(of: entry, in: placed, offset: offset)
                return .chunk(ChunkKey(domainKey: domainKey, id: entry.id), location)
            }
        case .manifest(let blob, let digest, _):
            let location = ManifestLocation(of: placed, size: blob.size, digest: digest)
            return [.manifest(ChunkKey(domainKey: domainKey, id: blob.blob), location)]
        case .referenceAdded, .referenceReleased, .sessionAdvanced, .sessionEnded:
            return []
        }
    }
}

/// One transaction of a repointing.
struct RepointingStep: Sendable {
    /// The output of the compaction.
    let output: UInt64

    /// The segments that it replaces.
    let inputs: Set<UInt64>

    /// The rows to look at.
    let moves: [Repoint]

    /// Changes the rows that still point to an input, and the tallies with them.
    ///
    /// - Parameters:
    ///   - index: The shard's index.
    ///   - txn: The transaction.
    /// - Throws: What the engine throws.
    func enter(into index: ShardIndex, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        var moved: [UInt64: UInt64] = [:]
        for move in moves {
            switch move {
            case .chunk(let key, let location): try enter(location, key, &moved, index, &txn)
            case .manifest(let key, let location): try enter(location, key, &moved, index, &txn)
            }
        }
        for (input, byteCount) in moved { try shift(byteCount, from: input, index, &txn) }
    }

    private func enter(
        _ location: ChunkLocation,
        _ key: ChunkKey,
        _ moved: inout [UInt64: UInt64],
        _ index: ShardIndex,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        guard let former = try index.chunk(key.id, domainKey: key.domainKey, txn.reader),
            inputs.contains(former.segment), former.sequence == location.sequence
        else { return }
        let row = IndexKey.content(key.id, domainKey: key.domainKey)
        try index.put(location.encoded, for: row, in: index.chunks, &txn)
        // The bytes were whole when they were copied.
        if !former.isUsable { try index.endQuarantine(of: .chunk, key.id, domainKey: key.domainKey, &txn) }
        moved[former.segment, default: 0] += UInt64(former.storedLength)
    }

    private func enter(
        _ location: ManifestLocation,
        _ key: ChunkKey,
        _ moved: inout [UInt64: UInt64],
        _ index: ShardIndex,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        let dissolving = IndexKey.dissolving(key.id, manifest: location.sequence, domainKey: key.domainKey)
        if try index.contains(dissolving, in: index.dissolving, txn.reader) {
            try index.put(location.encoded, for: dissolving, in: index.dissolving, &txn)
        }
        guard let former = try index.manifest(of: key.id, domainKey: key.domainKey, txn.reader),
            inputs.contains(former.segment), former.sequence == location.sequence
        else { return }
        let row = IndexKey.content(key.id, domainKey: key.domainKey)
        try index.put(location.encoded, for: row, in: index.manifests, &txn)
        if !former.isUsable { try index.endQuarantine(of: .manifest, key.id, domainKey: key.domainKey, &txn) }
        moved[former.segment, default: 0] += former.byteCount
    }

    private func shift(
        _ byteCount: UInt64,
        from input: UInt64,
        _ index: ShardIndex,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        var former = try index.tally(of: input, txn.reader)
        former.retire(byteCount)
        try index.put(former.encoded, for: IndexKey.segment(input), in: index.segments, &txn)
        var tally = try index.tally(of: output, txn.reader)
        tally.liveBytes += byteCount
        try index.put(tally.encoded, for: IndexKey.segment(output), in: index.segments, &txn)
    }
}

/// The last transaction of a repointing, after which nothing of the inputs is needed.
struct RepointingEnd: Sendable {
    /// The output of the compaction.
    let output: UInt64

    /// The segments that it replaces.
    let inputs: Set<UInt64>

    /// What the output has; its live bytes are counted by the steps.
    let tally: SegmentTally

    /// Forgets the inputs, if no row points to them any more, and notes what the output has.
    ///
    /// - Parameters:
    ///   - index: The shard's index.
    ///   - txn: The transaction.
    /// - Throws: ``BlobStoreError/segmentInUse(_:bytes:)`` when a row still points to an input: nothing may be removed then.
    func enter(into index: ShardIndex, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        for input in inputs {
            let left = try index.tally(of: input, txn.reader).liveBytes
            guard left == 0 else { throw .segmentInUse(input, bytes: left) }
            try index.delete(IndexKey.segment(input), in: index.segments, &txn)
        }
        var tally = tally
        tally.liveBytes = try index.tally(of: output, txn.reader).liveBytes
        try index.put(tally.encoded, for: IndexKey.segment(output), in: index.segments, &txn)
    }
}

extension ShardIndex {
    /// Makes all commits durable that have returned before.
    ///
    /// - Throws: ``BlobStoreError/index(_:)``.
    func synchronise() throws(BlobStoreError) {
        do throws(LMDBError) { try environment.synchronise() } catch { throw .index(error) }
    }
}
