/// The identity of a managed attachment: the value of MANAGED-ID (RFC 8607 §4.3).
///
/// A value that a client wrote may be any text; only a look-up tells whether it names an attachment.
package struct ManagedID: Hashable, Sendable, CustomStringConvertible {
    /// The identity as text.
    package let text: String

    /// Makes an identity.
    ///
    /// - Parameter text: The identity as text, which is not checked.
    package init(_ text: String) {
        self.text = text
    }

    /// The identity as text.
    package var description: String { text }
}
