import BlobModel
import SQLDatabase

/// What looks at the bytes of attachments on their way into a calendar, and may refuse them.
protocol ArrivalCheck: Sendable {
    /// Looks at what is told of a body before it comes.
    ///
    /// - Parameter size: The octets that the body is declared to have.
    /// - Throws: `WebDAVError` where so many could never be taken.
    func declared(size: UInt64) throws

    /// Looks at bytes that are durable under a reference, before anything links them.
    ///
    /// The caller releases the reference when this throws.
    ///
    /// - Parameters:
    ///   - content: What is stored.
    ///   - domain: The domain that has it.
    /// - Throws: `WebDAVError` for what is not to be taken; `BlobError`, `SQLError`, `CancellationError`.
    func check(_ content: BlobDescription, in domain: DedupDomain) async throws

    /// Asks again about bytes that ``check(_:in:)`` let pass, in the transaction that links them.
    ///
    /// Whatever is found after that transaction is found with the link in place.
    ///
    /// - Parameters:
    ///   - blob: The bytes.
    ///   - txn: The transaction.
    /// - Throws: `WebDAVError` with the precondition `no-malware` for what was found out meanwhile; `SQLError`.
    func confirm(_ blob: ContentID, in txn: any SQLTransaction) throws
}

/// The check where no scanner is set: everything may come.
struct OpenArrivals: ArrivalCheck {
    /// Refuses nothing.
    func declared(size: UInt64) {}

    /// Refuses nothing.
    func check(_ content: BlobDescription, in domain: DedupDomain) async {}

    /// Refuses nothing.
    func confirm(_ blob: ContentID, in txn: any SQLTransaction) {}
}
