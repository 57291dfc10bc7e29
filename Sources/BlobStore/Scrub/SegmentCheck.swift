import BlobModel
import DurableIO
import KeyValueIndex

/// Reads a segment from end to end, record by record, and holds it against its own checksums and against the index.
///
/// It changes nothing. Bodies that nobody needs are passed over.
struct SegmentCheck: Sendable {
    /// How a segment ends.
    enum Ending: Hashable, Sendable {
        /// By a footer.
        case sealed
        /// At the place up to which the index knows the log; what follows is still being written.
        case open(LogPosition)
    }

    /// The bytes after which a step ends.
    static let stepByteCount: UInt64 = 1 << 20

    /// The records after which a step ends.
    static let stepRecordCount: UInt64 = 512

    /// Where the next record begins.
    private(set) var place: SegmentPlace

    /// Whether everything was read.
    private(set) var isDone = false

    /// What reads the segment.
    let reader: SegmentReader

    /// The shard's index.
    let index: ShardIndex

    /// What opens encrypted bytes, when there are keys.
    let opener: ContentOpener

    private let ending: Ending

    /// Makes the check of a segment.
    ///
    /// - Parameters:
    ///   - reader: The segment, opened after the ending was looked up.
    ///   - ending: How it ends.
    ///   - shard: What reads the shard.
    ///   - place: Where to go on; nil for the beginning.
    init(_ reader: SegmentReader, ending: Ending, of shard: ShardReader, from place: SegmentPlace? = nil) {
        self.reader = reader
        self.ending = ending
        index = shard.index
        opener = shard.opener
        let start = LogPosition(header: reader.header)
        self.place = place ?? SegmentPlace(position: start, isChainKnown: true)
    }

    /// The offset at which the records end.
    private var recordEnd: UInt64 {
        switch ending {
        case .open(let position): position.offset
        case .sealed: reader.byteCount - min(reader.byteCount, UInt64(SegmentFooter.byteCount))
        }
    }

    /// Reads about a mebibyte further.
    ///
    /// - Throws: What the index throws; what is wrong with the segment is in the result.
    mutating func step() throws(BlobStoreError) -> CheckedStretch {
        var stretch = CheckedStretch()
        let start = place.position.offset
        while !isDone, stretch.records < Self.stepRecordCount, place.position.offset - start < Self.stepByteCount {
            if place.position.offset < recordEnd {
                try checkRecord(&stretch)
            } else {
                try checkEnd(&stretch)
                isDone = true
            }
        }
        stretch.passedBytes = place.position.offset - start
        return stretch
    }

    private mutating func checkRecord(_ stretch: inout CheckedStretch) throws(BlobStoreError) {
        let offset = place.position.offset
        let found: Result<SegmentReader.Item, SegmentFault>
        do throws(BlobStoreError) {
            found = try reader.record(at: offset)
        } catch .file(let error) where !error.isWorthRetrying {
            return skip(
                .unreadableSegment(place.position.segment, offset: offset, reason: "\(error)"),
                to: nil,
                &stretch
            )
        }
        switch found {
        case .failure(let fault): try skip(fault, &stretch)
        case .success(let item):
            if let fault = fault(of: item) { return try skip(fault, &stretch) }
            try checkContent(of: item, &stretch)
            place.position.pass(item.record, header: item.header)
            stretch.records += 1
            stretch.bodyBytes += item.record.bodyByteCount
            stretch.readBytes += item.header.count
        }
    }

    /// Returns what is wrong with a record whose header is whole.
    private func fault(of item: SegmentReader.Item) -> SegmentFault? {
        let record = item.record
        let end = place.position.offset + UInt64(item.header.count) + record.bodyByteCount
        guard end <= recordEnd else { return .cut }
        // In a segment of uploads each record is the next one; compaction leaves records out.
        let isFirst = place.position.records == 0
        let mayLeaveOut = isFirst || reader.header.generation > 0 || !place.isChainKnown
        let isNext = record.sequence > place.position.sequence
        let isAdjacent = record.sequence == place.position.sequence + 1
        guard isNext, mayLeaveOut || isAdjacent else {
            return .outOfOrder(sequence: record.sequence, batch: record.batch)
        }
        return nil
    }

    /// Notes damage, and goes on at the next record that can be told.
    private mutating func skip(_ fault: SegmentFault, _ stretch: inout CheckedStretch) throws(BlobStoreError) {
        let position = place.position
        let finding = ShardFinding.damagedSegment(position.segment, offset: position.offset, fault)
        let search = LaterRecords(reader, after: position, fromBatch: position.batch, before: recordEnd)
        guard case .record(_, let next) = try search.first(after: position.offset) else {
            return skip(finding, to: nil, &stretch)
        }
        skip(finding, to: next, &stretch)
    }

    private mutating func skip(_ finding: ShardFinding, to next: UInt64?, _ stretch: inout CheckedStretch) {
        stretch.findings.append(finding)
        // A row may point behind the end of a file that was cut.
        stretch.lost.append(place.position.offset..<(next ?? .max))
        place.position.offset = next ?? recordEnd
        place.isChainKnown = false
    }

    private func checkEnd(_ stretch: inout CheckedStretch) throws(BlobStoreError) {
        let position = place.position
        let isRight: Bool
        switch ending {
        case .open(let end): isRight = !place.isChainKnown || position == end || position.records == 0
        case .sealed where place.isChainKnown: isRight = try reader.hasFooter(at: position)
        case .sealed: isRight = try reader.isFooterPlausible(at: recordEnd)
        }
        guard !isRight else { return }
        stretch.findings.append(.damagedSegment(position.segment, offset: position.offset, .footer))
    }
}
