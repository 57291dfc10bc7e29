/// The identifier of an app password or a token.
package struct CredentialID: RandomIdentifier {
    /// The 26 characters.
    package let text: String

    /// Creates an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}
