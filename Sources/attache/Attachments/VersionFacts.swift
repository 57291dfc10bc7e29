import AttachmentKeeping
import AttachmentStore
import FoundationEssentials
import SQLDatabase

/// What a list of versions tells of one.
struct VersionFacts: Encodable {
    /// The managed ID.
    let id: String

    /// The file name.
    let name: String

    /// The octets.
    let size: UInt64

    /// The instant at which it was added.
    let added: Date

    /// The attachment in whose place it was put; absent for the first.
    let replaces: String?

    /// `live`, `removed`, `releasing`, `released` or `withdrawn`.
    let state: String

    /// The instant until which it can be restored; absent where it need not, or cannot.
    let restorableUntil: Date?

    /// Reads the facts: a version is live where any home has it so.
    ///
    /// - Throws: `SQLError`.
    init(_ attachment: Attachment, in txn: any SQLTransaction) throws {
        let states = try AttachmentStore().holdings(of: attachment.id, in: txn).map(\.state)
        let phase = HoldingPhase.allCases.first { phase in states.contains { $0.phase == phase } } ?? .released
        id = attachment.id.text
        name = attachment.filename
        size = attachment.size
        added = attachment.created
        replaces = attachment.replaces?.text
        state = attachment.withdrawal == nil ? phase.rawValue : "withdrawn"
        restorableUntil = attachment.withdrawal == nil && phase == .removed ? states.compactMap(\.due).max() : nil
    }

    /// The head of the table of such facts.
    static let head = ["ID", "ADDED", "STATE", "SIZE", "NAME", "RESTORABLE UNTIL"]

    /// The cells of a table.
    var cells: [String] {
        [id, added.text, state, "\(ByteText(size))", "\(PlainText(name))", restorableUntil?.text ?? "-"]
    }
}
