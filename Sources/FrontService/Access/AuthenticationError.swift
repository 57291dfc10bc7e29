/// The reasons why a request's credentials name no principal.
package enum AuthenticationError: Error, Hashable, Sendable {
    /// There are no credentials, or none of a scheme that is offered.
    case credentialsMissing
    /// The Authorization field is not well formed.
    case malformed
    /// The name or the password is wrong; which of the two is not told.
    case refused
    /// Too many attempts failed; the next one is looked at after this many seconds.
    case slowed(retryAfter: Int)
    /// More passwords wait to be verified than the service admits.
    case busy
}

extension AuthenticationError {
    /// The WWW-Authenticate value that offers the Basic scheme.
    ///
    /// RFC 7617 §2.1: the charset tells clients to send names and passwords in UTF-8.
    package static let challenge = #"Basic realm="Attache", charset="UTF-8""#
}
