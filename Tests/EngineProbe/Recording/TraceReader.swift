import DurableIO
import IOProbe
import SystemPackage

/// Reads the entries of a trace one after the other.
struct TraceReader {
    private static let headByteCount = 24

    private let file: any ReadFile
    private let byteCount: UInt64
    private var offset: UInt64 = 0

    /// Opens a trace.
    init(at path: FilePath) throws {
        file = try LocalFileSystem().openForReading(at: path)
        byteCount = try file.size()
    }

    /// Returns the number of entries in a trace.
    static func count(at path: FilePath) throws -> Int {
        var reader = try TraceReader(at: path)
        var count = 0
        while let head = try reader.nextHead() {
            reader.offset += head.count
            count += 1
        }
        return count
    }

    /// Returns the number of entries in a trace before the first call that was made to fail; nil when none was.
    static func firstFailure(at path: FilePath) throws -> Int? {
        var reader = try TraceReader(at: path)
        var count = 0
        while let head = try reader.nextHead() {
            if head.kind == IO_PROBE_EVENT_FAILURE.rawValue { return count }
            reader.offset += head.count
            count += 1
        }
        return nil
    }

    /// Returns the next entry, or nil at the end.
    mutating func next() throws -> TraceEvent? {
        guard let head = try nextHead() else { return nil }
        let start = offset
        let bytes = try file.read(at: start, count: Int(head.count))
        offset += head.count
        guard let event = event(head, bytes) else { throw ProbeError.malformedTrace(offset: start) }
        return event
    }

    private struct Head {
        let kind: UInt32
        let flags: UInt8
        let fd: Int32
        let offset: UInt64
        let count: UInt64

        /// Reads the fields of `io_probe_head`, which are in the byte order of the machine.
        init(_ bytes: [UInt8]) {
            kind = UInt32(bytes[0])
            flags = bytes[1]
            fd = Int32(truncatingIfNeeded: Self.integer(bytes[4..<8]))
            offset = Self.integer(bytes[8..<16])
            count = Self.integer(bytes[16..<24])
        }

        private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            let value = bytes.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            return 1.littleEndian == 1 ? value : value.byteSwapped >> (64 - 8 * UInt64(bytes.count))
        }
    }

    private mutating func nextHead() throws -> Head? {
        guard offset < byteCount else { return nil }
        let head = Head(try file.read(at: offset, count: Self.headByteCount))
        offset += UInt64(Self.headByteCount)
        guard offset + head.count <= byteCount else { throw ProbeError.malformedTrace(offset: offset) }
        return head
    }

    private func event(_ head: Head, _ bytes: [UInt8]) -> TraceEvent? {
        switch head.kind {
        case IO_PROBE_EVENT_OPEN.rawValue:
            .open(head.fd, path: Self.text(bytes[...]), TraceEvent.OpenFlags(rawValue: head.flags))
        case IO_PROBE_EVENT_CLOSE.rawValue: .close(head.fd)
        case IO_PROBE_EVENT_WRITE.rawValue: .write(head.fd, offset: head.offset, bytes)
        case IO_PROBE_EVENT_SYNC.rawValue: .synchronise(head.fd)
        case IO_PROBE_EVENT_TRUNCATE.rawValue: .truncate(head.fd, size: head.offset)
        case IO_PROBE_EVENT_RENAME.rawValue: rename(bytes)
        case IO_PROBE_EVENT_UNLINK.rawValue: .unlink(Self.text(bytes[...]))
        case IO_PROBE_EVENT_MKDIR.rawValue: .makeDirectory(Self.text(bytes[...]))
        case IO_PROBE_EVENT_MARK.rawValue: note(head, bytes)
        case IO_PROBE_EVENT_FAILURE.rawValue:
            .failure(synchronising: head.flags == IO_PROBE_SYNC.rawValue ? head.fd : nil)
        default: nil
        }
    }

    private func rename(_ bytes: [UInt8]) -> TraceEvent? {
        guard let end = bytes.firstIndex(of: 0) else { return nil }
        return .rename(Self.text(bytes[..<end]), to: Self.text(bytes[(end + 1)...]))
    }

    private func note(_ head: Head, _ bytes: [UInt8]) -> TraceEvent? {
        guard let kind = StepNote.Kind(rawValue: head.fd) else { return nil }
        let session = SessionMark(decoding: bytes)
        guard session != nil || bytes.isEmpty else { return nil }
        return .note(StepNote(kind: kind, step: Int(head.offset), session: session))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
