/// The failures of cryptography that a caller must expect.
package enum CryptographyError: Error, Equatable {
    /// The sealed bytes were not sealed with this key, this nonce, and this additional data, or were changed since.
    case authenticationFailed
}

extension CryptographyError: CustomStringConvertible {
    /// A sentence that says what failed.
    package var description: String {
        switch self {
        case .authenticationFailed:
            "The sealed bytes do not authenticate: wrong key, wrong nonce, wrong additional data, or changed bytes."
        }
    }
}
