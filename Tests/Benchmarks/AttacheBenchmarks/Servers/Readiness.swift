import SystemPackage

/// Waits until a server answers.
struct Readiness {
    private static let patience = Duration.seconds(60)
    private static let pause = Duration.milliseconds(20)

    /// What messages call the server.
    let server: String

    /// The server's process.
    let process: Int32

    /// Where the server writes.
    let log: FilePath

    /// Asks again and again until the answer is the one that the request expects.
    ///
    /// - Throws: ``BenchmarkError/notReady(server:log:)`` after a minute; ``BenchmarkError/ended(server:log:)``.
    func wait(port: Int, for request: Request) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if (try? HTTPConnection(port: port).exchange(request)) != nil { return }
            guard !ProcessFile(process).hasEnded else { throw BenchmarkError.ended(server: server, log: log) }
            try await Task.sleep(for: Self.pause)
        }
        throw BenchmarkError.notReady(server: server, log: log)
    }
}
