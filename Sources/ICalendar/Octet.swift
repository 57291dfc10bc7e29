/// The octets that content lines are made of (RFC 5545 §3.1).
enum Octet {
    /// HTAB, which may begin a continuation line.
    static let tab: UInt8 = 0x09
    /// LF, the last octet of every line ending.
    static let lineFeed: UInt8 = 0x0A
    /// CR, the first octet of a CRLF line ending.
    static let carriageReturn: UInt8 = 0x0D
    /// SPACE, which may begin a continuation line.
    static let space: UInt8 = 0x20
    /// DQUOTE, which encloses a quoted parameter value.
    static let quote: UInt8 = 0x22
    /// COMMA, which separates parameter values.
    static let comma: UInt8 = 0x2C
    /// COLON, which begins the value.
    static let colon: UInt8 = 0x3A
    /// SEMICOLON, which begins a parameter.
    static let semicolon: UInt8 = 0x3B
    /// EQUALS, which separates a parameter's name from its values.
    static let equals: UInt8 = 0x3D
    /// CIRCUMFLEX, the escape character of RFC 6868.
    static let caret: UInt8 = 0x5E
    /// DEL, the one control above SPACE.
    static let delete: UInt8 = 0x7F

    /// Tells whether an octet begins a continuation line (RFC 5545 §3.1: "CRLF immediately followed by a single
    /// linear white-space character").
    static func isFold(_ octet: UInt8) -> Bool {
        octet == space || octet == tab
    }

    /// Tells whether an octet is in `CONTROL` of RFC 5545 §3.1: all controls but HTAB.
    static func isControl(_ octet: UInt8) -> Bool {
        (octet < space && octet != tab) || octet == delete
    }

    /// Tells whether an octet may stand in the name of a property, parameter or component.
    ///
    /// RFC 5545 §3.1 has `iana-token = 1*(ALPHA / DIGIT / "-")`; "_" and "." occur in extensions of real programs and
    /// are ambiguous with nothing.
    static func isName(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    /// Returns an ASCII letter in lower case, and any other octet unchanged.
    static func lowercased(_ octet: UInt8) -> UInt8 {
        (0x41...0x5A).contains(octet) ? octet | 0x20 : octet
    }

    /// Returns how many octets the UTF-8 sequence has that an octet begins; 1 for one that is in the middle of it, whose
    /// sequence has been looked at.
    static func sequenceLength(_ octet: UInt8) -> Int {
        switch octet {
        case 0xF0...: 4
        case 0xE0...: 3
        case 0xC0...: 2
        default: 1
        }
    }
}
