import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import SQLDatabase

/// Everything that is known of an attachment.
struct AttachmentDetails: Encodable {
    /// The managed ID.
    let id: String

    /// The file name.
    let name: String

    /// The media type.
    let type: String

    /// The octets.
    let size: UInt64

    /// The SHA-256 of the bytes.
    let content: String

    /// The instant at which it was added.
    let added: Date

    /// The user who added it; absent when that one is gone.
    let addedBy: String?

    /// The attachment in whose place an update put this one.
    let replaces: String?

    /// The attachments that updates put in the place of this one.
    let replacedBy: [String]

    /// When and why the server withdrew it; absent where it did not.
    let withdrawn: Withdrawal?

    /// What a scanner found; absent where none looked.
    let scan: String?

    /// What each home has of it.
    let homes: [HomeFacts]

    /// The removal of an attachment by the server.
    struct Withdrawal: Encodable {
        /// The instant.
        let date: Date
        /// The reason that people are told.
        let reason: String
    }

    /// Reads the facts; nil where there is no such attachment.
    ///
    /// - Throws: `SQLError`.
    init?(_ attachmentID: AttachmentID, in txn: any SQLTransaction) throws {
        let store = AttachmentStore()
        guard let attachment = try store.attachment(attachmentID, in: txn) else { return nil }
        id = attachment.id.text
        name = attachment.filename
        type = attachment.mediaType
        size = attachment.size
        content = attachment.blob.description
        added = attachment.created
        let creator = try HomeID(parsing: attachment.creator).flatMap { home in
            try CalendarStore().principal(ofHome: home, in: txn)
        }
        addedBy = creator?.uid.text
        replaces = attachment.replaces?.text
        replacedBy = try store.successors(of: attachmentID, in: txn).map(\.id.text)
        withdrawn = attachment.withdrawal.map { Withdrawal(date: $0.date, reason: $0.reason) }
        scan = try store.verdict(on: attachment.blob, in: txn).map { VerdictText($0).description }
        homes = try AttachmentListing().homes(of: attachment, in: txn).map { listed in
            try HomeFacts(listed, in: txn)
        }
    }

    /// The facts for people to read.
    var list: FactList {
        var list = FactList()
        list.add("attachment", id)
        list.add("name", "\(PlainText(name))")
        list.add("type", type)
        list.add("size", size < 1_024 ? "\(ByteText(size))" : "\(ByteText(size)), \(size) bytes")
        list.add("content", content)
        list.add("added", "\(added.text)\(addedBy.map { " by \($0)" } ?? "")")
        if let replaces { list.add("replaces", replaces) }
        for other in replacedBy { list.add("replaced by", other) }
        if let withdrawn { list.add("withdrawn", "\(withdrawn.date.text): \(PlainText(withdrawn.reason))") }
        if let scan { list.add("scan", "\(PlainText(scan))") }
        for home in homes { home.add(to: &list) }
        return list
    }
}
