import Dispatch
import Glibc

/// What happens when the process is told to stop: the run is cancelled, and its servers are stopped with it.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM]

    /// Runs a body as a task that SIGINT and SIGTERM cancel.
    ///
    /// - Throws: What the body throws.
    static func cancels<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await body() }
        let sources = signals.map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await task.value
    }

    /// Lets the signals end this process, also when the one that started it ignores them.
    static func endsProcess() {
        for number in signals { _ = signal(number, SIG_DFL) }
    }
}
