/// The escapes of the TEXT value type (RFC 5545 §3.3.11).
package enum TextValue {
    /// Returns a string as TEXT: backslash, semicolon and comma escaped, line breaks as `\n`.
    package static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case "\n", "\r": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Returns the string that a TEXT stands for; a backslash before an unknown character stands for that character.
    package static func unescape(_ value: String) -> String {
        guard value.utf8.contains(UInt8(ascii: "\\")) else { return value }
        var result = ""
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if !isEscaped, scalar == "\\" {
                isEscaped = true
                continue
            }
            let isLineBreak = isEscaped && (scalar == "n" || scalar == "N")
            result.unicodeScalars.append(isLineBreak ? "\n" : scalar)
            isEscaped = false
        }
        return isEscaped ? result + "\\" : result
    }
}
