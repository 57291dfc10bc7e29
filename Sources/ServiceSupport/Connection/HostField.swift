/// The syntax of a Host field value: `uri-host [ ":" port ]` (RFC 9110 §7.2).
enum HostField {
    /// Whether a value names a host; an `http` URI has none that is empty (RFC 9110 §4.2.1).
    static func isValid(_ value: String) -> Bool {
        guard value.utf8.count <= 255 + 6 else { return false }
        // Octet by octet: to find where characters begin takes longer than all the rest.
        let octets = value.utf8[...]
        guard octets.first == UInt8(ascii: "[") else {
            let host = octets.prefix { $0 != UInt8(ascii: ":") }
            return !host.isEmpty && host.allSatisfy(isNameByte) && isPortPart(octets[host.endIndex...])
        }
        guard let end = octets.firstIndex(of: UInt8(ascii: "]")) else { return false }
        let host = octets[..<end].dropFirst()
        return !host.isEmpty && host.allSatisfy(isLiteralByte) && isPortPart(octets[end...].dropFirst())
    }

    /// Whether nothing, or a colon and a port, follows the host.
    private static func isPortPart(_ octets: Substring.UTF8View) -> Bool {
        octets.isEmpty || (octets.first == UInt8(ascii: ":") && isPort(Substring(octets.dropFirst())))
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
