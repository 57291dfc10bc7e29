/// The productions of structured fields (RFC 8941 §4.2) that fields of byte sequences need.
extension FieldScanner {
    /// Consumes spaces, which unlike OWS are no tabs.
    mutating func skipSpaces() {
        _ = run { $0 == 0x20 }
    }

    /// Consumes a key (RFC 8941 §4.2.3.3), or returns nil where none starts.
    mutating func structuredKey() -> String? {
        guard let first = next, first.isLowercaseLetter || first == UInt8(ascii: "*") else { return nil }
        return run { $0.isLowercaseLetter || $0.isDigit || "_-.*".utf8.contains($0) }
    }

    /// Consumes a byte sequence (RFC 8941 §4.2.7), or returns nil where none starts or its base64 is malformed.
    mutating func byteSequence() -> [UInt8]? {
        guard consume(":") else { return nil }
        let text = run { $0 != UInt8(ascii: ":") }
        return consume(":") ? Base64.decode(text) : nil
    }

    /// Consumes the parameters of an item (RFC 8941 §4.2.3.2), whatever they say.
    ///
    /// - Returns: Whether they are well formed.
    mutating func skipStructuredParameters() -> Bool {
        while consume(";") {
            skipSpaces()
            guard structuredKey() != nil else { return false }
            guard !consume("=") || skipBareItem() else { return false }
        }
        return true
    }

    /// Consumes a bare item (RFC 8941 §4.2.3.1), and returns whether it is well formed.
    private mutating func skipBareItem() -> Bool {
        switch next {
        case UInt8(ascii: "\""): skipStructuredString()
        case UInt8(ascii: ":"): byteSequence() != nil
        case UInt8(ascii: "?"): consume("?") && (consume("0") || consume("1"))
        case .some(let byte) where byte.isDigit || byte == UInt8(ascii: "-"): skipNumber()
        case .some(let byte) where byte.isASCIIAlphanumeric || byte == UInt8(ascii: "*"): skipToken()
        default: false
        }
    }

    /// RFC 8941 §4.2.5: only printable ASCII, and a backslash before nothing but a quote or a backslash.
    private mutating func skipStructuredString() -> Bool {
        guard consume("\"") else { return false }
        while !consume("\"") {
            if consume("\\") {
                guard consume("\"") || consume("\\") else { return false }
            } else if run(while: \.isPlainStringOctet).isEmpty {
                return false
            }
        }
        return true
    }

    /// RFC 8941 §4.2.4: 15 digits at most, or 12 before a point and 1 to 3 behind it.
    private mutating func skipNumber() -> Bool {
        _ = consume("-")
        let whole = run(while: \.isDigit).utf8.count
        guard consume(".") else { return (1...15).contains(whole) }
        return (1...12).contains(whole) && (1...3).contains(run(while: \.isDigit).utf8.count)
    }

    /// RFC 8941 §4.2.6: token octets, colons, and slashes.
    private mutating func skipToken() -> Bool {
        !run { $0.isTokenOctet || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }.isEmpty
    }
}

extension UInt8 {
    /// Whether the octet is an ASCII letter of the lower case (lcalpha, RFC 8941 §3.1.2).
    fileprivate var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }

    /// Whether the octet is an ASCII digit.
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// Whether the octet stands for itself in a string (unescaped, RFC 8941 §3.3.3).
    fileprivate var isPlainStringOctet: Bool {
        (0x20...0x7E).contains(self) && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }
}
