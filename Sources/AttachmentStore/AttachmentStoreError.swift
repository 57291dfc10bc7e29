package import BlobModel

/// A refusal of the attachment store.
///
/// The call that throws it has written nothing, so that the transaction may go on, for example with a link where a
/// holding was refused.
package enum AttachmentStoreError: Error, Hashable {
    /// No attachment ever had that managed ID.
    case unknown(AttachmentID)

    /// An attachment has that managed ID already.
    case exists(AttachmentID)

    /// The home never held the attachment; its bytes must be copied there first.
    case notHeld(AttachmentID, DedupDomain)

    /// The home holds the attachment already, so that a link is enough.
    case alreadyHeld(AttachmentID, DedupDomain)

    /// The home's copy is being released, or is released; undo is refused.
    case released(AttachmentID, DedupDomain)

    /// The server took the attachment away from everybody.
    case withdrawn(AttachmentID, reason: String)

    /// The object links the attachment through the holding of another home.
    case linkedInOtherDomain(AttachmentID, LinkedObjectID)

    /// A recount was told that the reference does not exist, so that it never may.
    case abandoned(ReferenceID)
}

extension AttachmentStoreError {
    /// Whether the error says that what was asked for does not exist.
    package var isAbsence: Bool {
        switch self {
        case .unknown, .notHeld, .released, .withdrawn: true
        case .exists, .alreadyHeld, .linkedInOtherDomain, .abandoned: false
        }
    }

    /// Whether the same call may succeed when it is made again; never so, for every case is a fact about the data.
    package var isWorthRetrying: Bool { false }
}

extension AttachmentStoreError: CustomStringConvertible {
    /// A sentence for logs and for operators.
    package var description: String {
        switch self {
        case .unknown(let id): "There is no attachment \(id)."
        case .exists(let id): "There is an attachment \(id) already."
        case .notHeld(let id, let domain): "The home \(domain) does not hold the attachment \(id)."
        case .alreadyHeld(let id, let domain): "The home \(domain) holds the attachment \(id) already."
        case .released(let id, let domain): "The copy of the attachment \(id) in the home \(domain) is released."
        case .withdrawn(let id, let reason): "The attachment \(id) was withdrawn: \(reason)"
        case .linkedInOtherDomain(let id, let object):
            "The object \(object) links the attachment \(id) in another home."
        case .abandoned(let reference): "The reference \(reference) was given up and can not be used any more."
        }
    }
}
