/// Names one deployment of Attaché, that is one front database with all the shards it governs.
package struct DeploymentID: RandomTextIdentifier {
    /// The words for an identifier of this kind in a message.
    package static let kind = "deployment ID"

    /// The identifier's 26 characters.
    package let text: String

    /// Makes an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}
