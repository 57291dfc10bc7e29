/// The syntax of a Host field value: `uri-host [ ":" port ]` (RFC 9110 §7.2).
enum HostField {
    /// Whether a value names a host; an `http` URI has none that is empty (RFC 9110 §4.2.1).
    static func isValid(_ value: String) -> Bool {
        guard value.utf8.count <= 255 + 6 else { return false }
        let host: Substring
        let rest: Substring
        if value.hasPrefix("[") {
            guard let end = value.firstIndex(of: "]") else { return false }
            host = value[value.index(after: value.startIndex)..<end]
            rest = value[value.index(after: end)...]
            guard !host.isEmpty, host.utf8.allSatisfy(isLiteralByte) else { return false }
        } else {
            host = value.prefix { $0 != ":" }
            rest = value.dropFirst(host.count)
            guard !host.isEmpty, host.utf8.allSatisfy(isNameByte) else { return false }
        }
        return rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst()))
    }

    /// RFC 3986 §3.2.3: the port is decimal digits, and may be empty.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || SettingSyntax.unsigned(text).map { $0 <= 65535 } ?? false
    }

    /// RFC 3986 §3.2.2: unreserved, percent-encoded, and sub-delims.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~%!$&'()*+,;=".utf8.contains(byte)
        }
    }

    private static func isLiteralByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || byte == UInt8(ascii: ":")
    }
}
