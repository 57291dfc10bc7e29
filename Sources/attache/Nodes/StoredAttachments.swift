import AttachmentStore
import BlobModel
import CalendarStore
import SQLDatabase

/// Whether any bytes are stored under the current shard map.
enum StoredAttachments {
    /// Returns whether any home holds an attachment, or one is yet to be released.
    ///
    /// - Throws: `SQLError`.
    static func exist(in txn: any SQLTransaction) throws -> Bool {
        let attachments = AttachmentStore()
        if try attachments.nextRelease(in: txn) != nil { return true }
        return try CalendarStore().principals(in: txn).contains { principal in
            try attachments.usage(of: DedupDomain(validating: principal.home.text), in: txn) > 0
        }
    }
}
