/// A connection that is opened anew where the server closes it after an answer.
final class ReopeningConnection {
    private let port: Int
    private var connection: HTTPConnection?

    /// Connects to a port of this machine.
    ///
    /// - Throws: ``BenchmarkError``.
    init(port: Int) throws(BenchmarkError) {
        self.port = port
        connection = try HTTPConnection(port: port)
    }

    /// Makes a request with a text as its body, and checks the status of its answer.
    ///
    /// - Throws: ``BenchmarkError``.
    func exchange(
        _ request: Request,
        _ text: String,
        visiting visit: (Span<UInt8>) throws(BenchmarkError) -> Void = { _ in }
    ) throws(BenchmarkError) {
        let connection = try opened()
        let head = try connection.exchange(
            request.carrying(text.utf8.count, expecting: request.status),
            sending: { () throws(BenchmarkError) in try connection.send(text) },
            visiting: visit
        )
        self.connection = head.closesConnection ? nil : connection
    }

    /// Makes a request with a text as its body, and returns the body of the answer.
    ///
    /// - Throws: ``BenchmarkError``.
    func answer(to request: Request, _ text: String) throws(BenchmarkError) -> String {
        var octets: [UInt8] = []
        try exchange(
            request,
            text,
            visiting: { (piece: Span<UInt8>) throws(BenchmarkError) in
                for index in piece.indices { octets.append(piece[index]) }
            }
        )
        return String(decoding: octets, as: UTF8.self)
    }

    private func opened() throws(BenchmarkError) -> HTTPConnection {
        if let connection { return connection }
        return try HTTPConnection(port: port)
    }
}
