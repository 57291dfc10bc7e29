import BlobModel

/// The records of a batch, or of a part of one, before they have their place.
struct WriteBatch {
    private struct Draft {
        let scope: DomainScope
        let content: SegmentRecord.Content
        let bodies: [[UInt8]]
        let members: [ContentID]
    }

    private var drafts: [Draft] = []

    /// The number of body bytes in the batch.
    private(set) var bodyByteCount = 0

    /// Makes a batch without records.
    init() {}

    /// Tells whether there is nothing to append.
    var isEmpty: Bool { drafts.isEmpty }

    /// The number of records.
    var count: Int { drafts.count }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - content: What it says.
    ///   - scope: The domain, and how its bodies are stored.
    ///   - bodies: The parts of its body, as long together as the content says.
    ///   - members: The names of the chunks that a manifest lists.
    mutating func add(
        _ content: SegmentRecord.Content,
        _ scope: DomainScope,
        bodies: [[UInt8]] = [],
        members: [ContentID] = []
    ) {
        drafts.append(Draft(scope: scope, content: content, bodies: bodies, members: members))
        bodyByteCount += bodies.reduce(0) { $0 + $1.count }
    }

    /// Returns the records with the numbers and places that they have after a position.
    ///
    /// - Parameters:
    ///   - position: Where the first of them is to stand.
    ///   - number: The number of their batch.
    ///   - endsBatch: Whether the batch ends with the last of them.
    ///   - salt: The salt of the segment.
    /// - Returns: The records, ready to be appended there.
    func encoded(at position: LogPosition, batch number: UInt64, endsBatch: Bool, salt: UInt64) -> EncodedBatch {
        var batch = EncodedBatch(start: position, endsBatch: endsBatch)
        for (index, draft) in drafts.enumerated() {
            let record = SegmentRecord(
                sequence: position.sequence + UInt64(index) + 1,
                batch: number,
                endsBatch: endsBatch && index == drafts.count - 1,
                domainKey: draft.scope.key,
                keyNumber: draft.bodies.isEmpty ? 0 : draft.scope.keyNumber,
                content: draft.content
            )
            batch.add(record, bodies: draft.bodies, members: draft.members, salt: salt)
        }
        return batch
    }
}

/// A batch, or a part of one, as it is appended to a segment.
struct EncodedBatch {
    /// The bytes, in order.
    private(set) var pieces: [[UInt8]] = []

    /// The records, each with its place.
    private(set) var records: [PlacedRecord] = []

    /// Where the first record stands.
    let start: LogPosition

    /// Where the log stands after the last record.
    private(set) var end: LogPosition

    /// Whether the batch ends with the last record.
    let endsBatch: Bool

    /// Makes a batch without records, which ends as yet where it begins.
    fileprivate init(start: LogPosition, endsBatch: Bool) {
        self.start = start
        self.endsBatch = endsBatch
        end = start
    }

    fileprivate mutating func add(_ record: SegmentRecord, bodies: [[UInt8]], members: [ContentID], salt: UInt64) {
        let header = record.encodedHeader(salt: salt)
        let bodyOffset = end.offset + UInt64(header.count)
        records.append(PlacedRecord(record: record, segment: end.segment, bodyOffset: bodyOffset, members: members))
        pieces.append(header)
        pieces += bodies
        end.pass(record, header: header)
    }
}
