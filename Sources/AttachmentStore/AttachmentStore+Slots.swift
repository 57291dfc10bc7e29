package import BlobModel
package import SQLDatabase

extension AttachmentStore {
    /// Returns the slots of all homes that anything is known of: what their shards keep has to stay with them.
    ///
    /// A holding counts in every state, also after its bytes were released: its shard remembers that they were deleted, or
    /// that the home's key was erased. The references in the outbox count that were never held, too, since their release
    /// has to reach the shard that they are on. The homes are streamed, so that any number of them takes no memory.
    ///
    /// - Throws: `SQLError`.
    package func occupiedSlots(in txn: any SQLTransaction) throws -> Set<Slot> {
        var slots: Set<Slot> = []
        for table in ["attachment_holding", "attachment_outbox"] {
            try txn.forEachRow("SELECT DISTINCT domain FROM \(table)", []) { row in
                slots.insert(try row.parsed("domain") { try? DedupDomain(validating: $0) }.slot)
            }
        }
        return slots
    }
}
