import CertificateTesting
import NIOCore
import NIOHPACK
import NIOPosix
import NIOSSL
import Testing

@testable import ServiceSupport

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
