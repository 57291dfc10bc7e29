import CalDAV
import CalendarStore
import ICalendar
import SQLDatabase
import WebDAV

/// Where an object is and where it goes, as one transaction sees it.
struct ObjectTransferPlaces: Sendable {
    /// The calendar that the object is in.
    let source: ResolvedCalendar

    /// The object.
    let object: CalendarObjectSummary

    /// The name that it gets, and what has that name.
    let target: ResolvedObject

    /// Finds both places, and checks access, the conditions, and what the destination takes.
    ///
    /// - Parameters:
    ///   - transfer: The request.
    ///   - source: The path of the object.
    ///   - destination: The path that it gets.
    ///   - txn: The transaction.
    /// - Throws: `WebDAVError` 404, 403, 409, or 412; `SQLError`.
    init(
        _ transfer: Transfer,
        from source: ObjectPath,
        to destination: ObjectPath,
        in txn: any SQLTransaction
    ) throws {
        let (principal, resolver) = (transfer.principal, transfer.dependencies.resolver)
        let found = try resolver.object(at: source, for: principal, requiring: .read, in: txn)
        guard let object = found.summary else { throw WebDAVError.notFound }
        // RFC 3744 §3.10: removing a member needs DAV:unbind on the collection.
        let left = ResourcePath.calendar(source.owner, name: source.calendar)
        if transfer.isMove { try AccessDenial.check(found.place.privileges, contain: .unbind, on: left) }
        target = try resolver.destination(at: destination, for: principal, in: txn)
        self.source = found.place
        self.object = object
        // RFC 4918 §8.5: "The server MUST do authorization checks before checking any HTTP conditional header."
        try transfer.head.conditions.check(object, for: principal, transfer.dependencies, in: txn)
        try CalendarDataBody.check(ComponentType(name: object.componentType), isSupportedBy: target.place.calendar)
        try checkReplacement(by: transfer, at: destination)
    }

    /// Checks what is at the destination.
    private func checkReplacement(by transfer: Transfer, at destination: ObjectPath) throws {
        guard let replaced = target.summary else { return }
        try transfer.checkOverwrite()
        // RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict): a COPY or MOVE must not "overwrite an existing calendar object
        // resource with one that has a different UID property value".
        guard replaced.uid == object.uid else {
            throw WebDAVError.uidConflict(with: replaced, besides: destination)
        }
        // RFC 3744 appendix B: a COPY to what is there needs "<D:write-content> and <D:write-properties> on target resource".
        guard transfer.isMove else {
            let replacing: Privileges = [.writeContent, .writeProperties]
            return try AccessDenial.check(target.place.privileges, contain: replacing, on: destination.resource)
        }
        // RFC 4918 §9.9.3: a MOVE first performs a DELETE of the destination.
        let calendar = ResourcePath.calendar(destination.owner, name: destination.calendar)
        try AccessDenial.check(target.place.privileges, contain: [.bind, .unbind], on: calendar)
    }
}
