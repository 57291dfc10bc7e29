/// Names one upload session, in which a blob arrives in parts; it is never used again after its end.
package struct UploadSessionID: RandomTextIdentifier {
    /// The words for an identifier of this kind in a message.
    package static let kind = "upload session ID"

    /// The identifier's 26 characters.
    package let text: String

    /// Makes an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}
