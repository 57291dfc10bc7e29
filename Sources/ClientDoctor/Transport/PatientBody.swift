import NIOCore

/// A body that is announced and never sent: it waits for an answer to the fields, as `Expect: 100-continue` asks for.
///
/// RFC 9110 §10.1.1: a client with the expectation "MAY proceed to send the content even if it has not yet received a
/// response"; this one gives up instead, since it wants to know of the redirect alone.
struct PatientBody: AsyncSequence, Sendable {
    /// A part of the body.
    typealias Element = ByteBuffer

    /// How long an answer may take.
    let pause: Duration

    /// Makes the one iteration.
    func makeAsyncIterator() -> Iterator { Iterator(pause: pause) }

    /// Waits, and ends with an error.
    struct Iterator: AsyncIteratorProtocol {
        /// How long an answer may take.
        let pause: Duration

        /// Waits for as long as an answer may take.
        ///
        /// - Throws: ``ConnectionFailure/notRedirected``, and `CancellationError`.
        mutating func next() async throws -> ByteBuffer? {
            try await Task.sleep(for: pause)
            throw ConnectionFailure.notRedirected
        }
    }
}
