import FoundationEssentials
import Logging

/// The text of log lines.
struct LogLineFormatter: Sendable {
    /// How lines look.
    let format: LogFormat

    /// Facts under names with these words are never written, whoever put them there.
    private static let secretWords = ["password", "secret", "authorization", "cookie", "credential", "signature"]

    /// Returns the line of an event, with its end.
    func line(
        at time: Date,
        label: String,
        level: Logger.Level,
        message: String,
        facts: Logger.Metadata
    ) -> String {
        let stamp = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let pairs = facts.sorted { $0.key < $1.key }.map { ($0.key, Self.isSecret($0.key) ? "[redacted]" : $0.value) }
        switch format {
        case .json:
            let head = [("time", stamp), ("level", level.rawValue), ("logger", label), ("message", message)]
            let members =
                head.map { "\(JSONText.quoted($0.0)):\(JSONText.quoted($0.1))" }
                + pairs.map { "\(JSONText.quoted($0.0)):\(JSONText.value($0.1))" }
            return "{" + members.joined(separator: ",") + "}\n"
        case .text:
            let tail = pairs.map { " \($0.0)=\(Self.word("\($0.1)"))" }.joined()
            return "\(stamp) \(level.rawValue) \(label): \(JSONText.escaped(message))\(tail)\n"
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return secretWords.contains { name.contains($0) }
    }

    /// A value as one word: in quotes when it holds anything but letters, digits and common signs.
    private static func word(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        return isPlain ? value : JSONText.quoted(value)
    }
}
