/// A cursor over one field value that reads the shared productions of RFC 9110 §5.6.
package struct FieldScanner {
    private let bytes: [UInt8]
    private var position = 0

    /// Starts at the first octet of a field value.
    package init(_ value: String) {
        bytes = Array(value.utf8)
    }

    /// Whether every octet has been read.
    package var isAtEnd: Bool { position == bytes.count }

    /// The next octet, which is not consumed, or nil at the end.
    package var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Consumes spaces and tabs (OWS, RFC 9110 §5.6.3).
    package mutating func skipWhitespace() {
        while let byte = next, byte.isFieldWhitespace { position += 1 }
    }

    /// Consumes one octet if it is the given one.
    ///
    /// - Returns: Whether it was there.
    package mutating func consume(_ byte: Character) -> Bool {
        guard let expected = byte.asciiValue, next == expected else { return false }
        position += 1
        return true
    }

    /// Consumes the longest run of octets that satisfy a condition; the run may be empty.
    package mutating func run(while condition: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = next, condition(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Consumes a token (RFC 9110 §5.6.2), or returns nil where none starts.
    package mutating func token() -> String? {
        let token = run { $0.isTokenOctet }
        return token.isEmpty ? nil : token
    }

    /// Consumes a quoted string (RFC 9110 §5.6.4) and returns its unescaped content.
    ///
    /// - Returns: Nil where none starts, or where it does not end or holds a control character.
    package mutating func quotedString() -> String? {
        guard consume("\"") else { return nil }
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = next, escaped.isQuotedOctet else { return nil }
                position += 1
                content.append(escaped)
            default:
                guard byte.isQuotedOctet else { return nil }
                content.append(byte)
            }
        }
        return nil
    }

    /// Consumes a token or a quoted string, the value production of parameters and preferences.
    package mutating func word() -> String? {
        next == UInt8(ascii: "\"") ? quotedString() : token()
    }

    /// Consumes `*( OWS ";" OWS [ parameter ] )` (RFC 9110 §5.6.6) up to the end or to an octet that cannot continue it.
    ///
    /// - Returns: The parameters in their order with lower-case names, or nil where one is malformed.
    package mutating func parameters() -> [FieldParameter]? {
        var parameters: [FieldParameter] = []
        skipWhitespace()
        while consume(";") {
            skipWhitespace()
            guard let name = token() else { continue }
            guard consume("="), let value = word() else { return nil }
            parameters.append(FieldParameter(name: name.lowercased(), value: value))
            skipWhitespace()
        }
        return parameters
    }
}

extension UInt8 {
    /// Whether the octet is a space or a tab.
    var isFieldWhitespace: Bool { self == 0x20 || self == 0x09 }

    /// Whether the octet may stand in a token (tchar, RFC 9110 §5.6.2).
    var isTokenOctet: Bool {
        isASCIIAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains(self)
    }

    /// Whether the octet is an ASCII letter or digit.
    var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// Whether the octet may stand in a quoted string, escaped where it must be (RFC 9110 §5.6.4).
    var isQuotedOctet: Bool { self == 0x09 || (self >= 0x20 && self != 0x7F) }
}
