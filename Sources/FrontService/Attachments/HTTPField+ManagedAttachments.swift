import HTTPTypes

extension HTTPField.Name {
    /// `Cal-Managed-ID` (RFC 8607 §5.1).
    static let calManagedID: HTTPField.Name = {
        guard let field = HTTPField.Name("Cal-Managed-ID") else { preconditionFailure("Cal-Managed-ID is a token.") }
        return field
    }()
}
