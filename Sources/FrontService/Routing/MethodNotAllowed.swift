/// A request with a method that its resource does not have.
struct MethodNotAllowed: Error, Hashable {
    /// The Allow value, which RFC 9110 §15.5.6 demands in the answer.
    let allowed: String

    /// A sentence for the client.
    let reason: String

    /// Makes the error.
    init(allowed: String, reason: String = "The resource does not have this method.") {
        self.allowed = allowed
        self.reason = reason
    }
}
