import AttachmentStore
import SQLDatabase

/// Removals of which nothing but the object is known.
extension AttachmentStore {
    /// Takes one link away.
    @discardableResult
    func unlink(
        _ id: AttachmentID,
        from object: LinkedObjectID,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws -> Bool {
        try unlink(id, from: LinkedPlace(object: object, place: "", instances: ""), terms: terms, in: txn)
    }

    /// Takes all links of an object away.
    @discardableResult
    func unlinkAll(
        from object: LinkedObjectID,
        terms: RemovalTerms,
        in txn: any SQLTransaction
    ) throws -> [AttachmentID] {
        try unlinkAll(from: LinkedPlace(object: object, place: "", instances: ""), terms: terms, in: txn)
    }
}
