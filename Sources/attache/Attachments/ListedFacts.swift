import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials

/// What a listing tells of one home's copy of an attachment.
struct ListedFacts: Codable {
    /// The managed ID.
    let id: String

    /// The file name.
    let name: String

    /// The media type.
    let type: String

    /// The octets.
    let size: UInt64

    /// The instant at which it was added.
    let added: Date

    /// The name of the home's owner; absent when the owner is gone.
    let user: String?

    /// The random ID of the home.
    let home: String

    /// `live`, `removed`, `releasing` or `released`.
    let state: String

    /// The instant of the removal; absent while it is live.
    let removed: Date?

    /// The instant until which it can be restored; absent where it cannot.
    let restorableUntil: Date?

    /// The reason for which the server withdrew it; absent where it did not.
    let withdrawn: String?

    /// The paths of the events that have it.
    let events: [String]

    /// Takes the facts of an attachment.
    init(_ listed: ListedAttachment) {
        let (attachment, holding) = (listed.held.attachment, listed.held.holding)
        id = attachment.id.text
        name = attachment.filename
        type = attachment.mediaType
        size = attachment.size
        added = attachment.created
        user = listed.owner?.text
        home = holding.domain.id
        state = holding.state.phase.rawValue
        removed = holding.state.removed
        withdrawn = attachment.withdrawal?.reason
        restorableUntil = attachment.withdrawal == nil ? holding.state.due : nil
        events = listed.events.map(\.path)
    }

    /// The head of the table of such facts.
    static let head = ["ID", "STATE", "SIZE", "USER", "NAME", "EVENTS"]

    /// The cells of a table.
    var cells: [String] {
        [
            id, withdrawn == nil ? state : "withdrawn", "\(ByteText(size))", user ?? "-", "\(PlainText(name))",
            events.count > 1 ? "\(events[0]) and \(events.count - 1) more" : events.first ?? "-",
        ]
    }
}

extension HoldingState {
    /// The instant until which a removal can be undone, or `nil`.
    var due: Date? {
        guard case .removed(_, let due) = self else { return nil }
        return due
    }
}
