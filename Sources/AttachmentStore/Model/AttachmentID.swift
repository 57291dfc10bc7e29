package import BlobModel
package import FoundationEssentials

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

extension AttachmentID {
    /// Makes a new identity of 48 bits that tell its instant, in milliseconds since 1970, and 80 random ones.
    ///
    /// Attachments that are added one after the other are near each other wherever rows are in the order of managed IDs,
    /// here and in the index of their shard. So they share pages that have to be written.
    package static func make(at now: Date) -> AttachmentID {
        let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1000))
        let instant = stride(from: 40, through: 0, by: -8).map { UInt8(truncatingIfNeeded: milliseconds >> $0) }
        guard let reference = ReferenceID(bytes: instant + ReferenceID.random().bytes.suffix(10)) else {
            preconditionFailure("An identity has 6 bytes and 10.")
        }
        return AttachmentID(reference)
    }
}
