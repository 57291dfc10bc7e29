/// A field of a request that cannot be understood.
package enum HTTPFieldError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value does not follow the field's grammar.
    case malformed(field: String, value: String)

    /// A sentence for the client; it names the field and not the value, which may be secret.
    package var description: String {
        switch self {
        case .malformed(let field, _): "The \(field) field is malformed."
        }
    }
}
