package import BlobModel

extension DedupDomain {
    /// Makes a domain that no other test uses.
    package static func sample() throws -> DedupDomain {
        try DedupDomain(validating: ReferenceID.random().text)
    }
}

extension ByteStream {
    /// Makes a body of pieces of a length, as a network would bring them.
    package static func pieces(of bytes: [UInt8], length: Int) -> ByteStream {
        ByteStream(SteppedBody(bytes: bytes, length: length, failure: nil))
    }

    /// Makes a body that brings all of its bytes and then ends with an error instead of its end.
    package static func failing(after bytes: [UInt8], with error: any Error) -> ByteStream {
        ByteStream(SteppedBody(bytes: bytes, length: 64 << 10, failure: error))
    }
}

private struct SteppedBody: AsyncSequence, Sendable {
    let bytes: [UInt8]
    let length: Int
    let failure: (any Error)?

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: SteppedBody
        var position = 0

        mutating func next() async throws -> [UInt8]? {
            guard position < body.bytes.count else {
                if let failure = body.failure { throw failure }
                return nil
            }
            let end = Swift.min(position + body.length, body.bytes.count)
            defer { position = end }
            return Array(body.bytes[position..<end])
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}
