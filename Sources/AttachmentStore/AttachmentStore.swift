package import SQLDatabase

/// Managed attachments in SQL: what they are, which homes hold them, and which objects link them.
///
/// An *attachment* is immutable and has the managed ID. A *holding* is one home's copy of it, with a reference of its
/// own. A *link* is an object's claim on a holding; when the last one goes, the holding is removed, and after a grace the
/// *outbox* has its bytes released. Objects are opaque, so that the store serves any store of events.
///
/// Every function is synchronous and works in the caller's transaction. Nothing is durable before that transaction is
/// committed. The tables are described in `Docs/formats/database.md`.
package struct AttachmentStore: Sendable {
    /// The most references of one node's recounts that are remembered as given up.
    let abandonedLimit: Int

    /// Creates the store; all state is in the database.
    ///
    /// - Parameter abandonedLimit: The most references of one node's recounts that are remembered as given up.
    package init(abandonedLimit: Int = 100_000) {
        self.abandonedLimit = abandonedLimit
    }

    /// The steps of the schema, to be applied before the first use.
    package static var migrations: [SQLMigration] {
        [
            AttachmentSchema.tables, AttachmentSchema.abandonment, AttachmentSchema.keeping,
            AttachmentSchema.clustering,
        ]
    }
}
