import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase

/// Rows as programs wrote them that knew only the first three steps of the schema.
struct FormerRows: Sendable {
    /// Two homes, the first of which has everything.
    let home, otherHome: DedupDomain

    /// An object of the first home, which links all that is live.
    let event = LinkedObjectID("event")

    /// An attachment with the holding that it was added with.
    let plain = Attachment.sample(size: 10)

    /// An attachment that two homes hold; the first one had its bytes released, and copied them back.
    let shared = Attachment.sample(size: 5)

    /// The references of the two copies of ``shared``, in the order of the homes.
    let sharedReferences = [ReferenceID.random(), .random()]

    /// An attachment that was put in the place of ``plain``, and removed.
    let update: Attachment

    /// An attachment that was withdrawn, of which the bytes are gone.
    let withdrawn = Attachment.sample(size: 7)

    /// A reference that was given up.
    let abandoned = ReferenceID.random()

    /// A grant that nobody used yet.
    let grant: UploadGrant

    /// Makes the rows.
    init() throws {
        let homes = try [DedupDomain.sample(), .sample()].sorted { $0.id < $1.id }
        (home, otherHome) = (homes[0], homes[1])
        let sample = Attachment.sample(size: 20)
        update = Attachment(
            id: sample.id,
            content: BlobDescription(blob: sample.blob, size: sample.size),
            labels: Attachment.Labels(mediaType: sample.mediaType, filename: sample.filename),
            creator: sample.creator,
            created: sample.created,
            replaces: plain.id
        )
        grant = UploadGrant(
            .random(),
            in: homes[0],
            for: "principal",
            binding: UploadGrant.Binding(size: 10, octets: [1, 2, 3], digest: "digest"),
            term: UploadGrant.Term(created: .sample(), expires: .sample(600))
        )
    }

    /// Writes what came with a step of the schema, from 1 to 3.
    func fill(_ step: Int, _ txn: any SQLTransaction) throws {
        switch step {
        case 1: try fillFirst(txn)
        case 2: try fillSecond(txn)
        default: try fillThird(txn)
        }
    }

    private func fillFirst(_ txn: any SQLTransaction) throws {
        for attachment in [plain, shared, withdrawn] { try insert(attachment, txn) }
        try hold(plain, home, plain.id.firstReference, "'live', NULL", txn)
        try hold(shared, home, sharedReferences[0], "'live', NULL", txn)
        try hold(shared, otherHome, sharedReferences[1], "'live', NULL", txn)
        try hold(withdrawn, home, withdrawn.id.firstReference, "'released', 9", txn)
        try txn.execute(
            "INSERT INTO attachment_usage VALUES (?, 15, 2, 0), (?, 5, 1, 0)",
            [.text(home.id), .text(otherHome.id)]
        )
        for (object, attachment, domain) in [
            (event.text, plain, home), (event.text, shared, home), ("foreign", shared, otherHome),
        ] {
            try txn.execute(
                "INSERT INTO attachment_link VALUES (?, ?, ?)",
                [.text(object), .text(attachment.id.text), .text(domain.id)]
            )
        }
    }

    private func fillSecond(_ txn: any SQLTransaction) throws {
        try txn.execute(
            "INSERT INTO abandoned_reference VALUES (?, ?, 'node-1')",
            [.text(abandoned.text), SQLValue(Date.sample(90))]
        )
        try txn.execute("UPDATE abandoned_horizon SET instant = ?", [SQLValue(Date.sample(60))])
        try txn.execute(
            "UPDATE attachment SET withdrawn = 9, withdrawal_reason = 'Malware.' WHERE id = ?",
            [.text(withdrawn.id.text)]
        )
    }

    private func fillThird(_ txn: any SQLTransaction) throws {
        try insert(update, txn)
        try txn.execute(
            "UPDATE attachment SET replaces = ? WHERE id = ?",
            [.text(plain.id.text), .text(update.id.text)]
        )
        let (id, reference, removed) = (update.id.text, update.id.firstReference, SQLValue(Date.sample()))
        try txn.execute(
            "INSERT INTO attachment_holding VALUES (?, ?, ?, 'removed', ?)",
            [.text(id), .text(home.id), .text(reference.text), removed]
        )
        try txn.execute("UPDATE attachment_usage SET removed_bytes = 20 WHERE domain = ?", [.text(home.id)])
        try txn.execute(
            "INSERT INTO attachment_outbox VALUES (?, ?, ?, ?, 0, 0)",
            [.text(reference.text), .text(id), .text(home.id), SQLValue(Date.sample(60))]
        )
        try txn.execute(
            "INSERT INTO attachment_removal VALUES (?, ?, ?, 'calendar', '', ?)",
            [.text(id), .text(home.id), .text(event.text), removed]
        )
        try AttachmentStore().record(StoredVerdict(on: plain.blob, .due(.sample(7))), in: txn)
        try AttachmentStore().grant(grant, in: txn)
    }

    private func insert(_ attachment: Attachment, _ txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO attachment (id, blob, size, media_type, filename, creator, created)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(attachment.id.text), .text(attachment.blob.description), SQLValue(attachment.size),
                .text(attachment.mediaType), .text(attachment.filename), .text(attachment.creator),
                SQLValue(attachment.created),
            ]
        )
    }

    private func hold(
        _ attachment: Attachment,
        _ domain: DedupDomain,
        _ reference: ReferenceID,
        _ state: String,
        _ txn: any SQLTransaction
    ) throws {
        try txn.execute(
            "INSERT INTO attachment_holding VALUES (?, ?, ?, \(state))",
            [.text(attachment.id.text), .text(domain.id), .text(reference.text)]
        )
    }
}
