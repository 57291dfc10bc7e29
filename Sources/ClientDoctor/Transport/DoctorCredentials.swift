import FoundationEssentials

/// By what the user proves who he is.
package enum DoctorCredentials: Hashable, Sendable {
    /// A name and a password (RFC 7617).
    case password(user: String, password: String)
    /// A bearer token (RFC 6750).
    case token(String)

    /// The value of the Authorization field.
    var authorization: String {
        switch self {
        case .password(let user, let password): "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        case .token(let token): "Bearer " + token
        }
    }

    /// The scheme by which a service asks for them, in lower case.
    var scheme: String {
        switch self {
        case .password: "basic"
        case .token: "bearer"
        }
    }
}
