/// Makes requests with texts as their bodies, whose answers may have any framing.
final class ExchangeLoop: RequestLoop {
    /// Returns a request with the status that is success, and its body.
    typealias RequestMaker = @Sendable (_ serial: Int) -> (request: Request, text: String)

    private let connection: ReopeningConnection
    private let serials: Serial
    private let make: RequestMaker

    /// Opens the connection.
    ///
    /// - Throws: ``BenchmarkError``.
    init(port: Int, serials: Serial, make: @escaping RequestMaker) throws(BenchmarkError) {
        connection = try ReopeningConnection(port: port)
        self.serials = serials
        self.make = make
    }

    /// Makes a request.
    ///
    /// - Throws: ``BenchmarkError``.
    func request() throws(BenchmarkError) {
        let (request, text) = make(serials.take())
        try connection.exchange(request, text)
    }
}
