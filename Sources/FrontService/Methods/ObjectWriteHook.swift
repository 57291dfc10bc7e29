package import CalendarStore
package import FoundationEssentials
package import ICalendar
package import SQLDatabase

/// Takes part in every PUT and DELETE of calendar object resources.
///
/// The managed attachments are the participant: they change what is stored, and link and unlink attachments in the
/// transaction that stores it.
package protocol ObjectWriteHook: Sendable {
    /// Called before the transaction of a PUT, for what must be durable first, such as bytes and their reference.
    ///
    /// Whatever is checked here is checked again in ``ObjectWriteParticipant/reconcile(replacing:in:)``.
    ///
    /// - Throws: `WebDAVError` to refuse the PUT, or ``ObjectWriteOutdated`` to have it begun again.
    func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant

    /// Tells whether a PUT needs ``begin(_:)``.
    ///
    /// - Parameter data: What the client sent.
    /// - Returns: What makes the participant in the transaction, who has nothing to undo and is not told how it ended; nil
    ///   where the PUT has to be begun.
    func participantWithoutPreparation(
        for data: CalendarObjectResource
    ) -> (@Sendable (ObjectWrite) -> any ObjectWriteParticipant)?

    /// Called in the transaction of a DELETE, after the object was removed.
    ///
    /// - Throws: Any error, which rolls the transaction back.
    func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws
}

extension ObjectWriteHook {
    /// Has every PUT begun by ``begin(_:)``.
    package func participantWithoutPreparation(
        for data: CalendarObjectResource
    ) -> (@Sendable (ObjectWrite) -> any ObjectWriteParticipant)? {
        nil
    }
}

/// What was prepared for a PUT no longer suffices for what its transaction finds: the PUT has to be begun again.
package struct ObjectWriteOutdated: Error {
    /// What failed for that reason, if anything did; it goes to the log.
    package let cause: (any Error)?

    /// Makes the error.
    package init(cause: (any Error)? = nil) {
        self.cause = cause
    }
}

/// Takes part in one PUT.
package protocol ObjectWriteParticipant: Sendable {
    /// Called in the transaction, before the object is stored.
    ///
    /// - Parameters:
    ///   - old: The object that is replaced, or nil where the PUT creates one.
    ///   - txn: The transaction.
    /// - Returns: What is to be stored.
    /// - Throws: `WebDAVError` to refuse the PUT, or ``ObjectWriteOutdated`` to have it begun again, with nothing stored.
    func reconcile(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> ReconciledWrite

    /// Called once the transaction is durable.
    func committed() async

    /// Called once it is known that the transaction wrote nothing; never where its outcome is unknown.
    func rolledBack() async
}

/// A PUT as the participants see it.
package struct ObjectWrite: Sendable {
    /// Who writes.
    package let principal: Principal

    /// Whose home the calendar is in, and who pays for attachments.
    package let owner: Principal

    /// The calendar that is written to.
    package let calendar: CalendarCollection

    /// The segment of the object's path, decoded.
    package let name: String

    /// What the client sent.
    package let new: CalendarObjectResource

    /// The instant of the request.
    package let now: Date

    /// Whether the data are those of another object, and not of a client.
    package var isCopy = false
}

/// What a participant makes of a PUT.
package struct ReconciledWrite: Sendable {
    /// The resource to store.
    package let resource: CalendarObjectResource

    /// Whether the resource differs from what the client sent.
    package let isChanged: Bool

    /// Whether attachments may fall due for their release because of the write.
    package let unlinks: Bool

    /// Called in the transaction once the object is stored, with its identifier.
    package let stored: @Sendable (ObjectID, any SQLTransaction) throws -> Void

    /// Makes a decision.
    package init(
        resource: CalendarObjectResource,
        isChanged: Bool,
        unlinks: Bool = false,
        stored: @escaping @Sendable (ObjectID, any SQLTransaction) throws -> Void = { _, _ in }
    ) {
        self.resource = resource
        self.isChanged = isChanged
        self.unlinks = unlinks
        self.stored = stored
    }
}

/// A DELETE of one object as the participants see it.
package struct ObjectDeletion: Sendable {
    /// Who deletes.
    package let principal: Principal

    /// Whose home the calendar is in.
    package let owner: Principal

    /// The object that is gone.
    package let object: CalendarObjectSummary

    /// The instant of the request.
    package let now: Date
}
