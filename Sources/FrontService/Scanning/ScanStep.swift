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
    ///   - dependencies: What the front works with.
    ///   - txn: The transaction.
    /// - Returns: What was withdrawn.
    /// - Throws: `SQLError`.
    func write(
        on blob: ContentID,
        _ dependencies: FrontDependencies,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID] {
        guard case .record(let finding) = self else {
            try dependencies.attachments.forgetVerdict(on: blob, in: txn)
            return []
        }
        try dependencies.attachments.record(StoredVerdict(on: blob, finding), in: txn)
        guard case .infected(let name, _) = finding else { return [] }
        return try AttachmentWithdrawal(attachments: dependencies.attachments)
            .withdrawAll(
                with: blob,
                reason: "The file was found to be infected (\(name)).",
                now: dependencies.now(),
                in: txn
            )
            .filter { !$0.wasWithdrawn }.map(\.attachment.id)
    }
}
