import CalendarStore
import WebDAV

/// A history of changes that a sync-collection report reads (RFC 6578 §3): that of a calendar or of a home.
protocol SyncedHistory: Sendable {
    /// What a reader comes back with.
    associatedtype Token: Hashable, Sendable, CustomStringConvertible

    /// Reads what a token writes; nil where it is none of such a history.
    func token(parsing text: String) -> Token?

    /// Returns the token of a collection as it is now; nil where the resource has no such history.
    func token(of root: PropertySubject) -> Token?

    /// Reads changes that a reader does not know of, no later than a token of the collection.
    ///
    /// - Parameters:
    ///   - range: Which changes.
    ///   - request: What is asked for, and what answers it.
    ///   - reader: Finds resources in the transaction.
    /// - Returns: The changes, and the token of what the reader knows with them.
    /// - Throws: `CalendarStoreError.syncTokenInvalid`; `WebDAVError`; `SQLError`.
    func step(
        _ range: SyncRange<Token>,
        _ request: SyncedProperties,
        _ reader: ListingReader
    ) throws -> SyncStep<Token>
}

/// What is asked for of the resources that changed.
struct SyncedProperties: Sendable {
    /// What is asked for.
    let selection: PropertySelection

    /// Answers it.
    let answer: PropertyAnswer
}

/// Which changes of a history are read at once.
struct SyncRange<Token: Sendable>: Sendable {
    /// What the reader knows; nil for nothing.
    let start: Token?

    /// The state beyond which no change is told; the next report tells it.
    let end: Token

    /// The greatest number of changes, at least one.
    let limit: Int
}

/// Some changes of a history, as they are answered.
struct SyncStep<Token: Sendable>: Sendable {
    /// A response for each change.
    let responses: [MultistatusResponse]

    /// The token of what the reader knows with them.
    let token: Token

    /// Whether there may be more changes before the end of the range.
    let isTruncated: Bool
}
