/// The lexical rules of the Prometheus text format, version 0.0.4.
enum MetricSyntax {
    /// Returns a valid metric name: letters, digits and underscores, beginning with `attache_`.
    static func metricName(_ label: String) -> String {
        let name = labelName(label)
        return name.hasPrefix("attache_") ? name : "attache_" + name
    }

    /// Returns a valid label name: letters, digits and underscores.
    static func labelName(_ label: String) -> String {
        String(decoding: label.utf8.map { isAlphanumeric($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// Escapes a label value: backslash, double quote and line feed.
    static func escapedValue(_ value: String) -> String {
        // Scalar by scalar: a carriage return and a line feed are one character of a String.
        value.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// Escapes a help text: backslash and line feed.
    static func escapedHelp(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// Returns a sample value: whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : (value > 0 ? "+Inf" : "-Inf") }
        if value == value.rounded(), abs(value) < 9_007_199_254_740_992 { return String(Int64(value)) }
        return String(value)
    }
}
