package import AttachmentStore
package import BlobModel
package import FoundationEssentials
package import SQLDatabase

/// Takes attachments away from everybody: for malware, or because an operator decides so.
///
/// The URI answers 410 with the reason from then on, to whoever could read the attachment. Calendar data stay as they
/// are. The bytes are due for release at once; other attachments with the same bytes are not touched, unless it is said
/// so.
package struct AttachmentWithdrawal: Sendable {
    /// The most octets of a reason.
    package static let reasonLimit = 500

    private let attachments: AttachmentStore

    /// Creates a withdrawal; all state is in the database.
    package init(attachments: AttachmentStore = AttachmentStore()) {
        self.attachments = attachments
    }

    /// Withdraws an attachment; one that was withdrawn before stays as it is.
    ///
    /// - Parameters:
    ///   - id: The managed ID.
    ///   - reason: A sentence for people; controls are removed from it.
    ///   - now: The present.
    ///   - txn: The transaction.
    /// - Returns: What it takes away.
    /// - Throws: ``WithdrawalError``; `SQLError`.
    @discardableResult
    package func withdraw(
        _ id: AttachmentID,
        reason: String,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> Withdrawn {
        let reason = try Self.sentence(reason)
        let withdrawn = try consequences(for: id, in: txn)
        try attachments.withdraw(id, reason: reason, terms: RemovalTerms(now: now, grace: .zero), in: txn)
        return withdrawn
    }

    /// Withdraws all attachments with the same bytes.
    ///
    /// - Parameters:
    ///   - blob: The content ID of the bytes.
    ///   - reason: A sentence for people; controls are removed from it.
    ///   - now: The present.
    ///   - txn: The transaction.
    /// - Returns: What it takes away, in the order of managed IDs.
    /// - Throws: ``WithdrawalError``; `SQLError`.
    @discardableResult
    package func withdrawAll(
        with blob: ContentID,
        reason: String,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> [Withdrawn] {
        try attachments.attachments(withBytes: blob, in: txn).map { attachment in
            try withdraw(attachment.id, reason: reason, now: now, in: txn)
        }
    }

    /// Returns what the withdrawal of an attachment would take away, and changes nothing.
    ///
    /// - Throws: ``WithdrawalError/unknown(_:)``; `SQLError`.
    package func consequences(for id: AttachmentID, in txn: any SQLTransaction) throws -> Withdrawn {
        guard let attachment = try attachments.attachment(id, in: txn) else { throw WithdrawalError.unknown(id) }
        return Withdrawn(
            attachment: attachment,
            links: try attachments.links(of: id, in: txn).count,
            homes: try attachments.holdings(of: id, in: txn).count(where: \.state.hasBytes)
        )
    }

    /// Returns what the withdrawal of all attachments with the same bytes would take away, and changes nothing.
    ///
    /// - Throws: `SQLError`.
    package func consequences(forAllWith blob: ContentID, in txn: any SQLTransaction) throws -> [Withdrawn] {
        try attachments.attachments(withBytes: blob, in: txn).map { try consequences(for: $0.id, in: txn) }
    }

    /// Returns a reason as it is shown: without controls, and without spaces around it.
    ///
    /// - Throws: ``WithdrawalError/reasonMissing``, ``WithdrawalError/reasonTooLong(limit:)``.
    package static func sentence(_ reason: String) throws(WithdrawalError) -> String {
        let kept = reason.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        let words = String(kept).split(separator: " ")
        guard !words.isEmpty else { throw .reasonMissing }
        let sentence = words.joined(separator: " ")
        guard sentence.utf8.count <= reasonLimit else { throw .reasonTooLong(limit: reasonLimit) }
        return sentence
    }
}
