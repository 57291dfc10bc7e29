import AttachmentKeeping
import AttachmentStore
import BlobModel
import FoundationEssentials
import SQLDatabase

/// What one scan of the queue comes to.
enum ScanStep: Hashable, Sendable {
    /// This is known of the bytes now.
    case record(StoredVerdict.Finding)
    /// No home has the bytes any more.
    case forget

    /// Writes it down, and withdraws every attachment whose bytes are infected; calendar data stay as they are.
    ///
    /// - Parameters:
    ///   - blob: The bytes.
    ///   - attachments: The attachments and the verdicts.
    ///   - now: The present.
    ///   - txn: The transaction.
    /// - Returns: What was withdrawn.
    /// - Throws: `SQLError`.
    func write(
        on blob: ContentID,
        _ attachments: AttachmentStore,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID] {
        guard case .record(let finding) = self else {
            try attachments.forgetVerdict(on: blob, in: txn)
            return []
        }
        try attachments.record(StoredVerdict(on: blob, finding), in: txn)
        guard case .infected(let name, _) = finding else { return [] }
        return try AttachmentWithdrawal(attachments: attachments)
            .withdrawAll(
                with: blob,
                reason: "The file was found to be infected (\(name)).",
                now: now,
                in: txn
            )
            .filter { !$0.wasWithdrawn }.map(\.attachment.id)
    }
}
