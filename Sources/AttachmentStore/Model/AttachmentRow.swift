import BlobModel
import FoundationEssentials
import SQLDatabase

/// The columns of attachments and holdings in statements, and the values made of them.
enum AttachmentRow {
    /// The columns of the table `attachment` under the name `a`.
    static let attachmentColumns = """
        a.id, a.blob, a.size, a.media_type, a.filename, a.creator, a.created, a.withdrawn, a.withdrawal_reason,
        a.replaces
        """

    /// The columns of the table `attachment_holding` under the name `h`, with the due date of the outbox.
    static let holdingColumns = "h.attachment, h.domain, h.reference, h.state, h.removed, x.due"

    /// The attachments `a`, each with its holdings `h` in all homes.
    ///
    /// A holding is found by its home. That is in the attachment for the one with the attachment's own reference; the
    /// others have an index.
    static let attachmentsAndHoldings = """
        attachment a JOIN attachment_holding h
            ON (h.domain = a.home AND h.attachment = a.id) OR (h.attachment = a.id AND h.reference <> h.attachment)
        """

    /// The start of a statement that gives attachments with their holdings.
    static let selectHeld = """
        SELECT \(attachmentColumns), \(holdingColumns)
        FROM attachment_holding h JOIN attachment a ON a.id = h.attachment
        LEFT JOIN attachment_outbox x ON x.reference = h.reference
        """

    /// Creates an attachment from a row with `attachmentColumns`.
    static func attachment(_ row: SQLRow) throws(SQLError) -> Attachment {
        let withdrawn = try row.optionalInstant("withdrawn")
        let reason = try row.optionalText("withdrawal_reason") ?? ""
        return Attachment(
            id: try row.parsed("id", AttachmentID.init(parsing:)),
            content: BlobDescription(
                blob: try row.parsed("blob", ContentID.init(parsing:)),
                size: try row.count("size")
            ),
            labels: Attachment.Labels(mediaType: try row.text("media_type"), filename: try row.text("filename")),
            creator: try row.text("creator"),
            created: try row.instant("created"),
            withdrawal: withdrawn.map { Attachment.Withdrawal(reason: reason, date: $0) },
            replaces: try row.optionalText("replaces").flatMap(AttachmentID.init(parsing:))
        )
    }

    /// Creates a holding from a row with `holdingColumns`.
    static func holding(_ row: SQLRow) throws(SQLError) -> AttachmentHolding {
        AttachmentHolding(
            attachment: try row.parsed("attachment", AttachmentID.init(parsing:)),
            domain: try row.parsed("domain") { try? DedupDomain(validating: $0) },
            reference: try row.parsed("reference") { try? ReferenceID(validating: $0) },
            state: try state(row)
        )
    }

    /// Creates an attachment with its holding from a row with the columns of both.
    static func held(_ row: SQLRow) throws(SQLError) -> HeldAttachment {
        HeldAttachment(attachment: try attachment(row), holding: try holding(row))
    }

    private static func state(_ row: SQLRow) throws(SQLError) -> HoldingState {
        switch try row.text("state") {
        case "live": .live
        case "removed": .removed(at: try row.instant("removed"), due: try row.instant("due"))
        case "releasing": .releasing(removedAt: try row.instant("removed"))
        case "released": .released(removedAt: try row.instant("removed"))
        default: throw .columnValue(column: "state", type: "HoldingState")
        }
    }
}
