import BlobModel

/// What a shard remembers of its recounts (`Docs/formats/index.md`, mark `recount`).
///
/// Losing it with the index costs time only: what was missed once has to be missed twice anew.
struct RecountState: Hashable, Sendable {
    /// A place in the log together with an instant by which it had been written.
    struct Horizon: Hashable, Sendable {
        /// The sequence number of the last record.
        let sequence: UInt64

        /// The instant, in milliseconds since 1970.
        let noted: UInt64
    }

    /// A full pass that has ended.
    struct Ended: Hashable, Sendable {
        /// When it began, in milliseconds since 1970.
        let started: UInt64

        /// When it ended, in milliseconds since 1970.
        let ended: UInt64

        /// What it counted.
        let counts: RecountCounts
    }

    private static let version: UInt16 = 1

    /// How far the log had come at the beginning of the last pass.
    var horizon: Horizon?

    /// The pass that is going on.
    var pass: RecountPass?

    /// The last full pass.
    var last: Ended?

    /// The references that the last full pass wanted to release and was not allowed to; 0 when there were none.
    var held: UInt64 = 0

    /// The references that the operator allows the next pass to release; 0 for the usual share.
    var approved: UInt64 = 0

    /// Makes the state of a shard that was never recounted.
    init() {}

    /// The row.
    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(Self.version)
        writer.write(held)
        writer.write(approved)
        writer.write(UInt8(horizon == nil ? 0 : 1) | UInt8(pass == nil ? 0 : 2) | UInt8(last == nil ? 0 : 4))
        if let horizon {
            writer.write(horizon.sequence)
            writer.write(horizon.noted)
        }
        pass?.write(to: &writer)
        if let last {
            writer.write(last.started)
            writer.write(last.ended)
            last.counts.write(to: &writer)
        }
        return writer.bytes
    }

    /// Makes a state of a row; the result is nil when it is not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.integer(UInt16.self) == Self.version, let held = reader.integer(UInt64.self),
            let approved = reader.integer(UInt64.self), let parts = reader.integer(UInt8.self)
        else { return nil }
        self.held = held
        self.approved = approved
        if parts & 1 != 0 { horizon = Horizon(from: &reader) }
        if parts & 2 != 0 { pass = RecountPass(from: &reader) }
        if parts & 4 != 0 { last = Ended(from: &reader) }
        let isWhole = (parts & 1 != 0) == (horizon != nil) && (parts & 2 != 0) == (pass != nil)
        guard isWhole, (parts & 4 != 0) == (last != nil), reader.remaining == 0 else { return nil }
    }
}

extension RecountState.Horizon {
    /// Reads the horizon of a row; the result is nil when it ends before.
    fileprivate init?(from reader: inout ByteReader) {
        guard let sequence = reader.integer(UInt64.self), let noted = reader.integer(UInt64.self) else { return nil }
        self.init(sequence: sequence, noted: noted)
    }
}

extension RecountState.Ended {
    /// Reads the pass of a row; the result is nil when it ends before.
    fileprivate init?(from reader: inout ByteReader) {
        guard let started = reader.integer(UInt64.self), let ended = reader.integer(UInt64.self),
            let counts = RecountCounts(from: &reader)
        else { return nil }
        self.init(started: started, ended: ended, counts: counts)
    }
}
