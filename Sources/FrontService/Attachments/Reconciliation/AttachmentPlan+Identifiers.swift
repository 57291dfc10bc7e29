import AttachmentStore
import ManagedAttachments

/// The attachments that a plan does something with, as the store knows them.
extension AttachmentPlan {
    /// Whether attachments lose a link.
    var unlinks: Bool { effects.contains(where: \.isUnlink) }

    /// The attachments whose bytes must be copied before the plan can be carried out.
    var copies: [AttachmentID] {
        effects.compactMap { effect in
            guard case .copyIntoHome(let id, _) = effect else { return nil }
            return AttachmentID(parsing: id.text)
        }
    }

    /// The attachments that are linked as they are.
    var links: Set<AttachmentID> {
        Set(
            effects.compactMap { effect in
                guard case .link(let id) = effect else { return nil }
                return AttachmentID(parsing: id.text)
            }
        )
    }

    /// The attachments that were removed within the grace and come back.
    var restorations: [AttachmentID] {
        effects.compactMap { effect in
            guard case .restore(let id) = effect else { return nil }
            return AttachmentID(parsing: id.text)
        }
    }
}
