import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import SQLDatabase
import Synchronization
import Testing
import WebDAV

@testable import FrontService
@testable import ServiceSupport

@Suite struct MultistatusStreamTests {
    /// A writer that counts the octets of what it is given.
    private struct Counter: ResponseBodyWriter {
        let octets: Lines

        func write(_ buffer: ByteBuffer) async throws { octets.append("\(buffer.readableBytes)") }

        func finish(_ trailers: HTTPFields?) async throws { octets.append("end") }
    }

    /// What was written, in its order.
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        func append(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// Sends an answer whose responses end with an error; returns what was sent, and the log.
    private func send(endingWith error: any Error) async -> (sent: [String], log: [String]) {
        let (sent, log) = (Lines(), Lines())
        let logger = Logger(label: "test") { label in
            LineLogHandler(label: label, level: .info, formatter: LogLineFormatter(format: .text)) { log.append($0) }
        }
        let response = MultistatusStream.response(applied: [], logger: logger) { stream, writer in
            for number in 0..<1000 {
                try await stream.write(MultistatusResponse(Href(written: "/\(number)"), status: .notFound), to: &writer)
            }
            throw error
        }
        await #expect(throws: (any Error).self) { try await response.body.write(Counter(octets: sent)) }
        return (sent.all, log.all)
    }

    @Test func `an answer that the service cuts off has no end, and the log says why`() async {
        let (sent, log) = await send(endingWith: SQLError.corrupt(message: "x"))
        #expect(!sent.isEmpty)
        #expect(!sent.contains("end"))
        #expect(log.count == 1)
        #expect(log.first?.contains("The database is damaged") == true)
    }

    @Test(arguments: [ChannelError.ioOnClosedChannel as any Error, CancellationError(), SQLError.cancelled])
    func `an answer that the client does not want any more is no error of the service`(error: any Error) async {
        let (sent, log) = await send(endingWith: error)
        #expect(!sent.contains("end"))
        #expect(log.isEmpty)
    }
}
