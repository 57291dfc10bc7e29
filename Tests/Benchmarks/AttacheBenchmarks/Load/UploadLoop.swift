/// Uploads bodies of one length, each with bytes of its own.
final class UploadLoop: RequestLoop {
    /// Returns the request that uploads the body with a number.
    typealias RequestMaker = @Sendable (_ serial: Int) -> Request

    private let connection: HTTPConnection
    private var bytes: StampedBytes
    private let serials: Serial
    private let make: RequestMaker

    /// Opens the connection.
    ///
    /// - Throws: ``BenchmarkError``.
    init(port: Int, bytes: StampedBytes, serials: Serial, make: @escaping RequestMaker) throws(BenchmarkError) {
        connection = try HTTPConnection(port: port)
        self.bytes = bytes
        self.serials = serials
        self.make = make
    }

    /// Uploads a body.
    ///
    /// - Throws: ``BenchmarkError``.
    func request() throws(BenchmarkError) {
        let serial = serials.take()
        try connection.upload(make(serial), &bytes, serial: serial)
    }
}

extension HTTPConnection {
    /// Makes a request with the body that has a number.
    ///
    /// - Returns: The head of the answer.
    /// - Throws: ``BenchmarkError``.
    @discardableResult
    func upload(_ request: Request, _ bytes: inout StampedBytes, serial: Int) throws(BenchmarkError) -> MessageHead {
        try exchange(
            request,
            sending: { () throws(BenchmarkError) in
                let count = request.length ?? 0
                try bytes.forEachPiece(count: count, serial: UInt64(serial)) { piece throws(BenchmarkError) in
                    try send(piece)
                }
            }
        )
    }
}
