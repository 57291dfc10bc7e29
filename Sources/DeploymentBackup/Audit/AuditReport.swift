package import AttachmentStore
package import BlobModel
package import CalendarStore

/// What an audit of references found.
package struct AuditReport: Sendable {
    /// The references that were looked for.
    package internal(set) var checked: UInt64 = 0

    /// The references whose shard was not there to be asked.
    package internal(set) var unchecked: UInt64 = 0

    /// The attachments whose bytes are not there, or of which nobody could say so.
    package internal(set) var findings: [AuditFinding] = []

    /// Makes the report of an audit that begins.
    init() {}
}

/// An attachment whose bytes are not where they have to be.
package struct AuditFinding: Hashable, Sendable {
    /// What is wrong with it.
    package enum Reason: Hashable, Sendable {
        /// The shard does not know the reference.
        case absent
        /// The reference names other bytes.
        case other(BlobDescription)
        /// Bytes of it are missing or damaged.
        case damaged
        /// The key of its domain was erased.
        case erased
        /// The shard could not be asked; the sentence says why.
        case unknown(String)

        /// Whether the bytes may be there.
        package var isUnknown: Bool {
            if case .unknown = self { true } else { false }
        }
    }

    /// The attachment.
    package let held: HeldAttachment

    /// The user whose home has it; nil when the home is nobody's any more.
    package let owner: UserID?

    /// What is wrong.
    package let reason: Reason
}

extension AuditFinding: CustomStringConvertible {
    /// A sentence that names the attachment as people know it.
    package var description: String {
        let home = owner.map { "\($0)" } ?? "the home \(held.holding.domain.id)"
        let name = "\"\(held.attachment.filename)\" of \(home) (attachment \(held.id), \(held.attachment.size) bytes)"
        return "\(name): \(reason)"
    }
}

extension AuditFinding.Reason: CustomStringConvertible {
    /// The end of a sentence, with its period.
    package var description: String {
        switch self {
        case .absent: "its bytes are missing."
        case .other(let found): "its reference names other bytes, \(found.size) of them."
        case .damaged: "some of its bytes are damaged or missing."
        case .erased: "its bytes were erased for good, with the key of the home."
        case .unknown(let why): "its shard could not be asked: \(why)"
        }
    }
}
