/// What a 401 tells a client about how to prove who its user is.
///
/// RFC 9110 §11.6.1: "A server generating a 401 (Unauthorized) response MUST send a WWW-Authenticate header field containing
/// at least one challenge applicable to the target resource."
package struct AuthenticationChallenge: Hashable, Sendable {
    /// The WWW-Authenticate value that offers the Basic scheme.
    ///
    /// RFC 7617 §2.1: the charset tells clients to send names and passwords in UTF-8.
    package static let basic = #"Basic realm="Attache", charset="UTF-8""#

    private static let anyToken = #"Bearer realm="Attache""#

    private let takesPasswords: Bool
    private let takesTokens: Bool

    /// Creates the challenge of a front by what it takes.
    package init(_ access: AccessConfiguration) {
        takesTokens = access.tokens != nil
        // Where only a proxy names users there is nothing to offer, and still there has to be one.
        takesPasswords = access.passwords != .off || access.tokens == nil
    }

    /// Returns the values of WWW-Authenticate that answer an error, one for each scheme that is taken.
    ///
    /// Basic comes first: clients that know no other look at the first.
    package func values(for error: AuthenticationError) -> [String] {
        (takesPasswords ? [Self.basic] : []) + (takesTokens ? [Self.bearer(error)] : [])
    }

    /// Returns all challenges that answer an error as one value, for those who take no list.
    package func value(for error: AuthenticationError) -> String {
        values(for: error).joined(separator: ", ")
    }

    /// RFC 6750 §3: without authentication information "the resource server SHOULD NOT include an error code"; a token that
    /// is not taken is answered with `invalid_token` (§3.1).
    private static func bearer(_ error: AuthenticationError) -> String {
        guard case .tokenRefused(let refusal) = error else { return anyToken }
        return anyToken + #", error="invalid_token", error_description="\#(refusal)""#
    }
}
