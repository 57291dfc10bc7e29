/// The reasons why a request's credentials name no principal.
package enum AuthenticationError: Error, Hashable, Sendable {
    /// There are no credentials, or none of a scheme that is offered.
    case credentialsMissing
    /// The Authorization field, or the one by which a proxy names the user, is not well formed.
    case malformed
    /// The name or the password is wrong; which of the two is not told.
    case refused
    /// The bearer token is not taken.
    case tokenRefused(TokenRefusal)
    /// Too many attempts failed; the next one is looked at after this many seconds.
    case slowed(retryAfter: Int)
    /// More passwords wait to be verified than the service admits.
    case busy
    /// The keys by which tokens are verified have not been loaded yet.
    case keysMissing
}
