import BlobModel
import FoundationEssentials
import KeyValueIndex

/// How far the scrub is (`Docs/formats/index.md`, table `mark`, key `scrub`), so that a restart loses nothing of it.
struct ScrubState: Hashable, Sendable {
    private static let byteCount = 140
    private static let brokenChainBit: UInt32 = 1

    /// When the unfinished pass began, in milliseconds since 1970; 0 between two passes.
    var passStarted: UInt64 = 0

    /// The last segment that was read to its end; 0 at the beginning of a pass.
    var finished: UInt64 = 0

    /// The bytes that the pass has read.
    var bytes: UInt64 = 0

    /// What the pass has found.
    var findings: UInt64 = 0

    /// When the last whole pass began, in milliseconds since 1970; 0 when there was none.
    var lastStarted: UInt64 = 0

    /// When it ended.
    var lastEnded: UInt64 = 0

    /// The bytes that it read.
    var lastBytes: UInt64 = 0

    /// What it found.
    var lastFindings: UInt64 = 0

    /// The place in the segment that is being read; nil at a segment's beginning.
    var place: SegmentPlace?

    /// Makes the state of a shard that was never scrubbed.
    init() {}

    /// The last pass that read everything.
    var lastPass: ScrubPass? {
        guard lastStarted > 0 else { return nil }
        return ScrubPass(
            started: Self.date(lastStarted),
            ended: Self.date(lastEnded),
            bytes: lastBytes,
            findings: lastFindings
        )
    }

    /// When the unfinished pass began.
    var passStart: Date? { passStarted > 0 ? Self.date(passStarted) : nil }

    /// Begins a pass, unless one is unfinished.
    mutating func begin(at now: UInt64) {
        guard passStarted == 0 else { return }
        passStarted = max(1, now)
        finished = 0
        bytes = 0
        findings = 0
        place = nil
    }

    /// Notes that a segment was read to its end.
    mutating func finish(_ segment: UInt64) {
        finished = segment
        place = nil
    }

    /// Ends the pass.
    mutating func end(at now: UInt64) {
        lastStarted = passStarted
        lastEnded = now
        lastBytes = bytes
        lastFindings = findings
        passStarted = 0
        place = nil
    }

    private static func date(_ milliseconds: UInt64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }
}

/// The row's encoding.
extension ScrubState {
    /// The row's 140 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        for field in [passStarted, finished, bytes, findings, lastStarted, lastEnded, lastBytes, lastFindings] {
            writer.write(field)
        }
        writer.write(place.map { $0.isChainKnown ? 0 : Self.brokenChainBit } ?? 0)
        writer.write(place?.position.encoded ?? [])
        writer.pad(to: Self.byteCount)
        return writer.bytes
    }

    /// Makes a state from a row; the result is nil when it is not of its form.
    init?(decoding bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        var reader = ByteReader(bytes)
        var fields: [UInt64] = []
        while fields.count < 8, let field = reader.integer(UInt64.self) { fields.append(field) }
        guard fields.count == 8, let flags = reader.integer(UInt32.self),
            let position = LogPosition(decoding: Array(bytes.suffix(reader.remaining)))
        else { return nil }
        (passStarted, finished, self.bytes, findings) = (fields[0], fields[1], fields[2], fields[3])
        (lastStarted, lastEnded, lastBytes, lastFindings) = (fields[4], fields[5], fields[6], fields[7])
        guard position.segment > 0 else { return }
        place = SegmentPlace(position: position, isChainKnown: flags & Self.brokenChainBit == 0)
    }
}

extension ShardIndex {
    private static let scrubKey = Array("scrub".utf8)

    /// Returns how far the scrub is.
    func scrubState(_ txn: borrowing ReadTransaction) throws(BlobStoreError) -> ScrubState {
        guard let row = try bytes(Self.scrubKey, in: marks, txn) else { return ScrubState() }
        guard let state = ScrubState(decoding: row) else { throw .malformedIndex(table: marks.name) }
        return state
    }

    /// Notes how far the scrub is.
    func setScrubState(_ state: ScrubState, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        try put(state.encoded, for: Self.scrubKey, in: marks, &txn)
    }
}
