import FoundationEssentials

/// A user name and password as the Basic scheme carries them (RFC 7617 §2).
///
/// It has no description, so that a password cannot be interpolated into a log line by its type.
struct BasicCredentials: Sendable {
    /// The greatest number of bytes of an Authorization value that is looked at.
    static let maximumFieldLength = 1024

    /// The user name as sent.
    let name: String

    /// The password as sent; UTF-8 octets are compared as they are.
    let password: String

    /// Parses an Authorization field value.
    ///
    /// - Throws: ``AuthenticationError/credentialsMissing`` for another scheme, ``AuthenticationError/malformed`` for Basic
    ///   credentials that are too long, not base 64, not UTF-8, without a colon, or with control characters.
    init(parsing fieldValue: String) throws(AuthenticationError) {
        // RFC 9110 §11.1: the scheme is a case-insensitive token, followed by one or more spaces.
        let space = UInt8(ascii: " ")
        let parts = fieldValue.utf8.split(separator: space, maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, Substring(parts[0]).lowercased() == "basic" else { throw .credentialsMissing }
        guard fieldValue.utf8.count <= Self.maximumFieldLength,
            let octets = Data(base64Encoded: Data(parts[1].filter { $0 != space })),
            let text = String(validating: octets, as: UTF8.self),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { throw .malformed }
        // RFC 7617 §2: "The user-id and password MUST NOT contain any control characters".
        guard !text.unicodeScalars.contains(where: Self.isControl) else { throw .malformed }
        name = String(text[..<colon])
        password = String(text[text.utf8.index(after: colon)...])
    }

    /// Returns whether a character is one of the general category Cc: C0, DEL, and C1 (Unicode, table 4-4 and §23.1).
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        default: false
        }
    }
}
