/// A client that closes its side of the connection as soon as it has sent its requests, and reads to the end.
enum HalfClosingClient {
    /// Sends requests to the authority of a URL such as `http://127.0.0.1:8080`, and returns everything that comes back.
    ///
    /// - Parameters:
    ///   - requests: The requests as they go over the wire.
    ///   - url: The URL.
    ///   - pause: How long to wait before anything is read, while the server has all buffers full.
    /// - Returns: What came until the server closed its side too, or reset the connection.
    /// - Throws: The errors of the connection.
    static func send(_ requests: String, to url: String, readingAfter pause: Duration = .zero) async throws -> [UInt8] {
        try await RawConnection.to(url) { connection in
            try await connection.send(requests)
            connection.finish()
            try await Task.sleep(for: pause)
            return try await connection.restBytes()
        }
    }
}
