package import Logging
import SystemPackage

/// The start of a process's logging: to standard error, one line an event.
package enum LogBootstrap {
    /// The key of the level, `log.level`.
    package static let levelKey: SettingKey = "log.level"

    /// The key of the format, `log.format`.
    package static let formatKey: SettingKey = "log.format"

    /// Sets the process's logging up from the settings; to be called once, before the first logger is made.
    ///
    /// - Throws: ``SettingError`` when the level or the format is not one that there is.
    package static func start(_ settings: Settings, format: LogFormat = .json) throws(SettingError) {
        let level = try settings.choice(levelKey, as: Logger.Level.self) ?? .info
        start(format: try settings.choice(formatKey) ?? format, level: level)
    }

    /// Sets the process's logging up; to be called once, before the first logger is made.
    package static func start(format: LogFormat, level: Logger.Level) {
        LoggingSystem.bootstrap { label in
            LineLogHandler(label: label, level: level, formatter: LogLineFormatter(format: format), write: toError)
        }
    }

    /// Writes a whole line at once; a line that cannot be written is lost, as there is nowhere to say so.
    @Sendable
    private static func toError(_ line: String) {
        _ = try? FileDescriptor.standardError.writeAll(line.utf8)
    }
}
