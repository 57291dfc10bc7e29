/// The ways in which a node refuses a signed URL before it does anything else.
package enum SignedURLError: Error, Equatable {
    /// What is wrong with the form of a URL; answered with 400.
    package enum Malformation: Hashable, Sendable {
        /// The path is not the prefix of its kind and one identifier.
        case path
        /// The URL has a parameter that is not defined.
        case unknownParameter
        /// A parameter comes twice.
        case duplicateParameter(Character)
        /// A parameter is missing.
        case missingParameter(Character)
        /// A parameter is longer than allowed.
        case overlongParameter(Character)
        /// A parameter's value is not of its form.
        case malformedParameter(Character)
    }

    /// The form is wrong; 400.
    case malformed(Malformation)
    /// The signature is not that of what the URL says; 403.
    case signature
    /// The URL was good until `at`, in seconds since 1970; 403.
    case expired(at: Int64)
    /// The URL names a key that the ring does not have; 403.
    case key

    /// The stable code for problem details: `malformed`, `signature`, `expired`, or `key`.
    package var code: String {
        switch self {
        case .malformed: "malformed"
        case .signature: "signature"
        case .expired: "expired"
        case .key: "key"
        }
    }
}

extension SignedURLError: CustomStringConvertible {
    /// A sentence that says what is wrong and never repeats the URL.
    package var description: String {
        switch self {
        case .malformed(.path): "The path is not that of a signed URL."
        case .malformed(.unknownParameter): "The signed URL has an unknown parameter."
        case .malformed(.duplicateParameter(let name)): "The parameter “\(name)” of the signed URL comes twice."
        case .malformed(.missingParameter(let name)): "The parameter “\(name)” of the signed URL is missing."
        case .malformed(.overlongParameter(let name)): "The parameter “\(name)” of the signed URL is too long."
        case .malformed(.malformedParameter(let name)): "The parameter “\(name)” of the signed URL is malformed."
        case .signature: "The signature of the signed URL is wrong."
        case .expired: "The signed URL has expired."
        case .key: "The key of the signed URL is not known, or no longer."
        }
    }
}
