/// Names one reference, a claim that keeps a blob alive; it is never used again after its release.
package struct ReferenceID: RandomTextIdentifier {
    /// The words for an identifier of this kind in a message.
    package static let kind = "reference ID"

    /// The identifier's 26 characters.
    package let text: String

    /// Makes an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}
