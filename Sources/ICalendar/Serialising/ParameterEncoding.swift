/// The escapes of parameter values (RFC 6868 §3) and their quoting (RFC 5545 §3.2).
enum ParameterEncoding {
    /// Resolves `^n`, `^^` and `^'`; a circumflex before anything else stands for itself.
    static func decode(_ text: String) -> String {
        guard text.utf8.contains(Octet.caret) else { return text }
        var result = ""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                append(escaped: scalar, to: &result)
                isEscaped = false
            } else if scalar == "^" {
                isEscaped = true
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return isEscaped ? result + "^" : result
    }

    private static func append(escaped scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "n": result += "\n"
        case "^": result += "^"
        case "'": result += "\""
        // RFC 6868 §3: a circumflex before any other character is left in place, with that character.
        default:
            result += "^"
            result.unicodeScalars.append(scalar)
        }
    }

    /// Returns a value as text of the wire: escaped, quoted where needed, without control characters.
    static func encode(_ value: String) -> String {
        var result = ""
        for scalar in value.replacing("\r\n", with: "\n").unicodeScalars {
            append(encoded: scalar, to: &result)
        }
        // RFC 5545 §3.2: "Property parameter values that contain the COLON, SEMICOLON, or COMMA character separators
        // MUST be specified as quoted-string text values."
        let needsQuotes = result.utf8.contains { [Octet.colon, Octet.semicolon, Octet.comma].contains($0) }
        return needsQuotes ? "\"\(result)\"" : result
    }

    private static func append(encoded scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\n": result += "^n"
        case "^": result += "^^"
        case "\"": result += "^'"
        default:
            guard scalar.value > 0x7F || !Octet.isControl(UInt8(scalar.value)) else { return }
            result.unicodeScalars.append(scalar)
        }
    }
}
