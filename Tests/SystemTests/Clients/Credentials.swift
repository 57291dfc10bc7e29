import FoundationEssentials

/// A name and a password.
struct Credentials: Hashable, Sendable {
    /// The name to log in with.
    let user: String

    /// The password.
    let password: String

    /// The value of an Authorization field (RFC 7617 §2).
    var authorization: String {
        "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }
}
