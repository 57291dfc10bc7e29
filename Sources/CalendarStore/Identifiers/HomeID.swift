/// The identifier of a calendar home, which is also the dedup domain of its owner's attachments.
package struct HomeID: RandomIdentifier {
    /// The 26 characters.
    package let text: String

    /// Creates an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}
