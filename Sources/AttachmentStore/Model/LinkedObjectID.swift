/// The identity of an object that links attachments, opaque to this store.
///
/// For the calendar store's objects it is their `ObjectID`, which stays the same through changes and moves.
package struct LinkedObjectID: Hashable, Sendable, CustomStringConvertible {
    /// The identity as the store of the object writes it.
    package let text: String

    /// Creates the identity from what the store of the object writes.
    package init(_ text: String) {
        self.text = text
    }

    /// The identity as the store of the object writes it.
    package var description: String { text }
}
