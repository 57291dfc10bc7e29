import Logging
import Synchronization

/// A log that a test reads.
final class RecordedLog: Sendable {
    /// The events so far, each as its level, its message, and its reason.
    let lines = Mutex<[String]>([])

    /// A logger that writes to it.
    var logger: Logger { Logger(label: "test") { [self] _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let reason = event.metadata?["reason"].map { "\($0)" } ?? ""
            log.lines.withLock { $0.append("\(event.level) \(event.message): \(reason)") }
        }
    }
}
