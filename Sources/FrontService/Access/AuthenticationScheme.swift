/// The scheme of an Authorization field value, with what it carries where that is a token.
enum AuthenticationScheme: Hashable {
    /// A name and a password (RFC 7617).
    case basic
    /// A bearer token (RFC 6750 §2.1).
    case bearer(String)
    /// Another scheme.
    case other

    /// Finds the scheme of a field value.
    init(of fieldValue: String) {
        // RFC 9110 §11.1: the scheme is a case-insensitive token, followed by one or more spaces.
        let space = UInt8(ascii: " ")
        let parts = fieldValue.utf8.split(separator: space, maxSplits: 1, omittingEmptySubsequences: true)
        switch parts.first.map({ Substring($0).lowercased() }) {
        case "basic": self = .basic
        case "bearer" where parts.count == 2: self = .bearer(String(Substring(parts[1].drop { $0 == space })))
        default: self = .other
        }
    }
}
