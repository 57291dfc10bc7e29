package import BlobModel
package import FoundationEssentials

/// One home's copy of an attachment: the reference that keeps the bytes in that home's dedup domain.
package struct AttachmentHolding: Hashable, Sendable {
    /// The managed ID.
    package let attachment: AttachmentID

    /// The dedup domain of the home that pays for the copy.
    package let domain: DedupDomain

    /// The reference under which the bytes are stored in that domain.
    package let reference: ReferenceID

    /// Whether the copy is in use, or how far its removal is.
    package let state: HoldingState

    /// Creates a holding.
    package init(attachment: AttachmentID, domain: DedupDomain, reference: ReferenceID, state: HoldingState) {
        self.attachment = attachment
        self.domain = domain
        self.reference = reference
        self.state = state
    }
}

/// The life of a holding: live, then removed, then releasing, then released.
///
/// A new link takes a removed holding back to live; from releasing on there is no way back but another copy of the
/// bytes under another reference.
package enum HoldingState: Hashable, Sendable {
    /// At least one object of the home links the attachment; its size counts towards the home's quota.
    case live

    /// The last link went at `at`, or the attachment was withdrawn then; the bytes stay until `due`.
    case removed(at: Date, due: Date)

    /// The bytes are being released; undo is refused.
    case releasing(removedAt: Date)

    /// The bytes are gone; the record stays, so that the URI can answer with 410 instead of 404.
    case released(removedAt: Date)

    /// Whether the bytes are certainly still stored under the holding's reference.
    package var hasBytes: Bool {
        switch self {
        case .live, .removed: true
        case .releasing, .released: false
        }
    }

    /// The instant at which it left the state `live`; `nil` in that state.
    package var removed: Date? {
        switch self {
        case .live: nil
        case .removed(let date, _), .releasing(let date), .released(let date): date
        }
    }
}

/// An attachment together with one home's holding of it.
package struct HeldAttachment: Hashable, Sendable {
    /// The attachment.
    package let attachment: Attachment

    /// The holding.
    package let holding: AttachmentHolding

    /// Creates the pair.
    package init(attachment: Attachment, holding: AttachmentHolding) {
        self.attachment = attachment
        self.holding = holding
    }

    /// The managed ID.
    package var id: AttachmentID { attachment.id }
}
