/// A parameter of a field value such as `charset=utf-8` (RFC 9110 §5.6.6).
package struct FieldParameter: Hashable, Sendable {
    /// The name in lower case: parameter names are case-insensitive.
    package let name: String

    /// The value without its quotes and escapes.
    package let value: String

    /// Makes a parameter; the name is lower-cased.
    package init(name: String, value: String) {
        self.name = name.lowercased()
        self.value = value
    }

    /// The parameter as written after a semicolon, quoted where the value is no token.
    var serialised: String {
        let isToken = !value.isEmpty && value.utf8.allSatisfy(\.isTokenOctet)
        return isToken ? "\(name)=\(value)" : "\(name)=\(QuotedString.serialise(value))"
    }
}

/// The quoted-string production of RFC 9110 §5.6.4.
enum QuotedString {
    /// Returns a text between quotes, with quotes and backslashes escaped and control characters left out.
    static func serialise(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
