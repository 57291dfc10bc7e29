/// Names one attempt of a node to open the grant of an upload, so that the attempt may be made again until it is heard.
package struct UploadAttemptID: RandomTextIdentifier {
    /// The words for an identifier of this kind in a message.
    package static let kind = "upload attempt ID"

    /// The identifier's 26 characters.
    package let text: String

    /// Makes an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}
