/// Downloads the same thing again and again.
final class DownloadLoop: RequestLoop {
    private let connection: HTTPConnection
    private let download: Request

    /// Opens the connection.
    ///
    /// - Throws: ``BenchmarkError``.
    init(port: Int, _ download: Request) throws(BenchmarkError) {
        connection = try HTTPConnection(port: port)
        self.download = download
    }

    /// Downloads it; the bytes are copied out of the kernel and thrown away.
    ///
    /// - Throws: ``BenchmarkError``.
    func request() throws(BenchmarkError) {
        try connection.exchange(download)
    }
}
