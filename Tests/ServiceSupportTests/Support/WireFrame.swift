import NIOCore

/// A frame of HTTP/2 as it is on the wire (RFC 9113 §4.1).
struct WireFrame: Hashable, Sendable {
    /// The types that a test sends or looks for; others are numbers alone.
    enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let priority: UInt8 = 2
        static let reset: UInt8 = 3
        static let settings: UInt8 = 4
        static let ping: UInt8 = 6
        static let goAway: UInt8 = 7
        static let continuation: UInt8 = 9
    }

    /// The flags by their bits; END_STREAM and ACK have the same one.
    enum Flag {
        static let ack: UInt8 = 0x1
        static let endStream: UInt8 = 0x1
        static let endHeaders: UInt8 = 0x4
    }

    var kind: UInt8
    var flags: UInt8 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    /// The bytes of the frame.
    var bytes: [UInt8] {
        let length = UInt32(payload.count)
        let head = [length.octets[1...], [kind, flags], stream.octets[...]].joined()
        return Array(head) + payload
    }

    /// Takes the next frame off a buffer; nil where it is not there as a whole.
    init?(readingFrom buffer: inout ByteBuffer) {
        var rest = buffer
        guard let head = rest.readBytes(length: 9) else { return nil }
        let length = head[..<3].reduce(0) { $0 << 8 | Int($1) }
        guard let payload = rest.readBytes(length: length) else { return nil }
        kind = head[3]
        flags = head[4]
        stream = head[5...].reduce(0) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        self.payload = payload
        buffer = rest
    }

    init(_ kind: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
        (self.kind, self.flags, self.stream, self.payload) = (kind, flags, stream, payload)
    }
}

extension UInt32 {
    /// The four octets, the most significant one first.
    var octets: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (24 - 8 * $0)) } }
}
