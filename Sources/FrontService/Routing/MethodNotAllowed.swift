/// A request with a method that its resource does not have.
struct MethodNotAllowed: Error, Hashable {
    /// The Allow value, which RFC 9110 §15.5.6 demands in the answer.
    let allowed: String
}
