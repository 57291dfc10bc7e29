import Logging

/// JSON as log lines need it: text in quotes, metadata as values (RFC 8259).
enum JSONText {
    /// Returns a text as a JSON string with its quotes.
    static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    /// Returns a text with everything escaped that could end a string or a line.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Returns metadata as a JSON value.
    static func value(_ metadata: Logger.MetadataValue) -> String {
        switch metadata {
        case .string(let text): quoted(text)
        case .stringConvertible(let value): quoted("\(value)")
        case .array(let values): "[" + values.map(value).joined(separator: ",") + "]"
        case .dictionary(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(value($0.value))" }
                .joined(separator: ",") + "}"
        @unknown default: quoted("\(metadata)")
        }
    }
}
