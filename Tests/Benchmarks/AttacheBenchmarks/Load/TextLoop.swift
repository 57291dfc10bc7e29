/// Sends texts, such as events, each made for its request.
final class TextLoop: RequestLoop {
    /// Returns a request without its length, and its body.
    typealias RequestMaker = @Sendable (_ serial: Int) -> (request: Request, text: String)

    private let connection: HTTPConnection
    private let serials: Serial
    private let make: RequestMaker

    /// Opens the connection.
    ///
    /// - Throws: ``BenchmarkError``.
    init(port: Int, serials: Serial, make: @escaping RequestMaker) throws(BenchmarkError) {
        connection = try HTTPConnection(port: port)
        self.serials = serials
        self.make = make
    }

    /// Sends a text.
    ///
    /// - Throws: ``BenchmarkError``.
    func request() throws(BenchmarkError) {
        let (request, text) = make(serials.take())
        try connection.put(request, text)
    }
}

extension HTTPConnection {
    /// Makes a request with a text as its body, answered by 201.
    ///
    /// - Throws: ``BenchmarkError``.
    func put(_ request: Request, _ text: String) throws(BenchmarkError) {
        try exchange(
            request.carrying(text.utf8.count, expecting: 201),
            sending: { () throws(BenchmarkError) in try send(text) }
        )
    }
}
