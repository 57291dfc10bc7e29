import CertificateTesting
import FoundationEssentials
import NIOCore
import NIOHPACK
import NIOPosix
import NIOSSL
import SystemPackage
import Testing

@testable import ServiceSupport

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

/// A connection of HTTP/2 over TLS on which a test says frame for frame what it sends, and sees what comes back.
final class FrameConnection {
    /// The settings that the listener has told, by their numbers (RFC 9113 §6.5.2).
    private(set) var settings: [UInt16: UInt32] = [:]

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var pending = ByteBuffer()
    private var encoder = HPACKEncoder(allocator: ByteBufferAllocator())
    private var decoder = HPACKDecoder(allocator: ByteBufferAllocator())

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Opens a connection to a listener of ``TLSIdentity/sample()``, on which settings have been told and acknowledged.
    static func with(port: Int, _ body: (FrameConnection) async throws -> Void) async throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(SampleCertificates.certificate.utf8)))
        tls.applicationProtocols = ["h2"]
        let context = try NIOSSLContext(configuration: tls)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: "localhost")
                    try channel.pipeline.syncOperations.addHandler(handler)
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            let connection = FrameConnection(inbound, outbound)
            try await connection.begin()
            try await body(connection)
        }
    }

    /// RFC 9113 §3.4: the preface of a client, and the settings of both sides.
    private func begin() async throws {
        let preface = ByteBuffer(string: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        try await outbound.write(preface)
        try await send([WireFrame(WireFrame.Kind.settings)])
        let told = try #require(try await next { $0.kind == WireFrame.Kind.settings && $0.flags == 0 })
        var payload = ByteBuffer(bytes: told.payload)
        while let number: UInt16 = payload.readInteger(), let value: UInt32 = payload.readInteger() {
            settings[number] = value
        }
        try await send([WireFrame(WireFrame.Kind.settings, flags: WireFrame.Flag.ack)])
    }

    /// Sends frames at once.
    func send(_ frames: [WireFrame]) async throws {
        try await outbound.write(ByteBuffer(bytes: frames.flatMap(\.bytes)))
    }

    /// Compresses a header section.
    func block(_ fields: [(String, String)]) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try encoder.encode(headers: HPACKHeaders(fields), to: &buffer)
        return Array(buffer: buffer)
    }

    /// Returns the status of an answer by the frame that begins it.
    func status(of frame: WireFrame) throws -> String? {
        var buffer = ByteBuffer(bytes: frame.payload)
        return try decoder.decodeHeaders(from: &buffer).first(name: ":status")
    }

    /// Returns the next frame that is looked for, past others; nil at the end of the connection.
    func next(where isWanted: (WireFrame) -> Bool) async throws -> WireFrame? {
        while true {
            while let frame = WireFrame(readingFrom: &pending) {
                if isWanted(frame) { return frame }
            }
            guard var piece = try await piece() else { return nil }
            pending.discardReadBytes()
            pending.writeBuffer(&piece)
        }
    }

    /// Reads to the end of the connection, and returns the error code with which the listener ended it; nil without one.
    func ending() async throws -> UInt8? {
        var code: UInt8?
        while let frame = try await next(where: { $0.kind == WireFrame.Kind.goAway }) {
            code = code ?? frame.payload[7]
        }
        return code
    }

    private func piece() async throws -> ByteBuffer? {
        do {
            return try await inbound.next(isolation: #isolation)
        } catch is IOError {
            // A reset is an end as well.
            return nil
        } catch is NIOSSLError {
            return nil
        }
    }
}

extension TLSIdentity {
    /// Loads the certificate for `localhost` that tests have.
    static func sample() throws -> TLSIdentity {
        let directory = FilePath(FileManager.default.temporaryDirectory.path).appending("identity-\(UUID())")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let files = TLSFiles(certificates: directory.appending("cert.pem"), key: directory.appending("key.pem"))
        try Data(SampleCertificates.certificate.utf8).write(to: URL(filePath: files.certificates.string))
        try Data(SampleCertificates.key.utf8).write(to: URL(filePath: files.key.string))
        return try TLSIdentity(files)
    }
}
