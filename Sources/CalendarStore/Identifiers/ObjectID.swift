/// The identifier of a calendar object resource; it stays the same through changes and moves.
package struct ObjectID: RandomIdentifier {
    /// The 26 characters.
    package let text: String

    /// Creates an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}
