import NIOCore
import Testing

@testable import BlobClient

@Suite struct SentBytesTests {
    private func sent(_ pieces: [[UInt8]]) -> SentBytes {
        var sent = SentBytes()
        for piece in pieces { sent.append(ByteBuffer(bytes: piece)) }
        return sent
    }

    private func bytes(_ sent: SentBytes) -> [UInt8] {
        sent.buffers.flatMap { Array($0.readableBytesView) }
    }

    @Test(arguments: 0...6 as ClosedRange<UInt64>)
    func `what is durable is let go, and the rest is kept in order`(_ durable: UInt64) {
        var sent = sent([[1, 2, 3], [], [4, 5], [6]])
        let isPossible = sent.acknowledge(durable)
        #expect(isPossible)
        #expect(bytes(sent) == Array([1, 2, 3, 4, 5, 6].dropFirst(Int(durable))))
        #expect(sent.offset == durable && sent.end == 6)
        #expect(sent.buffers.allSatisfy { $0.readableBytes > 0 })
    }

    @Test func `what was durable cannot be otherwise, and what was never sent cannot be durable`() {
        var sent = sent([[1, 2, 3]])
        let answers = [4, 2, 1].map { sent.acknowledge($0) }
        #expect(answers == [false, true, false])
        #expect(bytes(sent) == [3] && sent.offset == 2)
    }
}
