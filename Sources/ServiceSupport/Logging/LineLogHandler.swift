import FoundationEssentials
import Logging

/// A log handler that makes each event a line.
struct LineLogHandler: LogHandler {
    /// The metadata of every line of this logger.
    var metadata: Logger.Metadata = [:]

    /// Adds metadata from the task, if the process has such a source.
    var metadataProvider: Logger.MetadataProvider?

    /// Events below it are dropped.
    var logLevel: Logger.Level

    private let label: String
    private let formatter: LogLineFormatter
    private let write: @Sendable (String) -> Void

    /// Creates the handler of a logger; `write` takes whole lines with their ends, from any thread.
    init(
        label: String,
        level: Logger.Level,
        formatter: LogLineFormatter,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        logLevel = level
        self.formatter = formatter
        self.write = write
    }

    /// The fact of every line under a name.
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the line of an event.
    func log(event: LogEvent) {
        var facts = metadata
        facts.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        facts.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { facts["error"] = "\(error)" }
        write(formatter.line(at: Date(), label: label, level: event.level, message: "\(event.message)", facts: facts))
    }
}
