package import BlobModel

/// The identity of an attachment: its managed ID (RFC 8607 §3.6), and the segment of its URI.
///
/// It is written as the reference that holds the bytes in the first home, 26 characters of lower-case base32.
package struct AttachmentID: Hashable, Sendable, CustomStringConvertible {
    /// The reference that holds the bytes in the home that the attachment was added in.
    package let firstReference: ReferenceID

    /// Creates the identity of the attachment whose bytes were stored under a reference.
    package init(_ firstReference: ReferenceID) {
        self.firstReference = firstReference
    }

    /// Reads an identity; `nil` unless the text is 26 characters of base32 for 128 bits.
    package init?(parsing text: String) {
        guard let reference = try? ReferenceID(validating: text) else { return nil }
        firstReference = reference
    }

    /// Makes a new identity.
    package static func random() -> AttachmentID {
        AttachmentID(.random())
    }

    /// The 26 characters.
    package var text: String { firstReference.text }

    /// The 26 characters.
    package var description: String { text }
}
