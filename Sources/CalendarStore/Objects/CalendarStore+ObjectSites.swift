package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Looks at the place where an object is to be stored, in the transaction that will store it.
    ///
    /// One statement finds what is under the name and what has the UID.
    ///
    /// - Parameters:
    ///   - name: The segment of the object's path, decoded.
    ///   - uid: The UID of the data.
    ///   - calendar: The calendar as this transaction found it.
    ///   - txn: The transaction, which writes.
    /// - Returns: The site, for ``put(_:at:now:in:checkingRoom:)``.
    /// - Throws: `SQLError`.
    package func site(
        named name: String,
        withUID uid: String,
        in calendar: CalendarCollection,
        in txn: any SQLTransaction
    ) throws -> ObjectSite {
        let found = try occupants(named: name, withUID: uid, in: calendar.id, calendar.kind, in: txn)
        return ObjectSite(named: name, in: calendar, current: found.current, sameUID: found.sameUID)
    }

    /// Creates or replaces the object at a site.
    ///
    /// A replaced object keeps its identifier and its instant of creation. A transaction that writes is serialised with all
    /// others, so that what it found at the site is still so.
    ///
    /// - Parameters:
    ///   - new: The object, which has the name of the site.
    ///   - site: What this transaction found at the place.
    ///   - now: The instant of the write.
    ///   - txn: The transaction; it is rolled back when this throws.
    ///   - check: Told the octets that the collections of the home have, as ``usage(of:in:)`` counts them, before the write
    ///     and after it; what it throws refuses the write.
    /// - Returns: The object as it is stored.
    /// - Throws: `CalendarStoreError.uidConflict`, `.homeNotFound`; what `check` throws; `SQLError`.
    package func put(
        _ new: NewCalendarObject,
        at site: ObjectSite,
        now: Date,
        in txn: any SQLTransaction,
        checkingRoom check: (_ before: UInt64, _ after: UInt64) throws -> Void
    ) throws -> WrittenObject {
        precondition(new.name == site.name, "An object is stored where it was looked for.")
        try checkUID(of: new, replacing: site.current, besides: site.sameUID, inCalendarOf: site.kind)
        let ground = try lock(site, in: txn)
        let replaced = min(UInt64(site.current?.size ?? 0), ground.octets)
        try check(ground.octets, ground.octets - replaced + UInt64(new.data.count))
        return try write(new, replacing: site.current, in: ground.calendar, now: now, in: txn)
    }

    /// Locks the row of the home, gives the write its revision, and asks what else the write needs to know.
    ///
    /// - Returns: The calendar, and the octets that the collections of its home have.
    private func lock(
        _ site: ObjectSite,
        in txn: any SQLTransaction
    ) throws -> (calendar: LockedCalendar, octets: UInt64) {
        try txn.execute(
            "UPDATE principal SET home_revision = home_revision + 1 WHERE home = ?",
            [.text(site.home.text)]
        )
        let row = try txn.first(
            Self.selectGround,
            [.text(site.home.text), .text(site.calendar.text), .text(site.name), .text(site.home.text)]
        )
        guard let row else { throw CalendarStoreError.homeNotFound(site.home) }
        let home = LockedHome(id: site.home, revision: try row.integer("home_revision"))
        var calendar = LockedCalendar(id: site.calendar, kind: site.kind, home: home)
        calendar.mayRememberRemoval = try row.integer("removals") > 0
        return (calendar, try row.count("bytes"))
    }

    private static let selectGround = """
        SELECT home_revision, (\(sumOfUsage)) AS bytes,
            (SELECT COUNT(*) FROM member_removal WHERE calendar = ? AND name = ?) AS removals
        FROM principal WHERE home = ?
        """
}

extension CalendarStore {
    /// Returns the object of a name, and in a calendar those of a UID, that one included.
    ///
    /// They are told apart by the engine, to which names of other octets are other names. To leave out of the second what
    /// is the first would be a condition more, for which it gives up the index of the UIDs.
    func occupants(
        named name: String,
        withUID uid: String,
        in calendar: CalendarID,
        _ kind: CalendarKind,
        in txn: any SQLTransaction
    ) throws -> (current: CalendarObjectSummary?, sameUID: [CalendarObjectSummary]) {
        guard kind == .calendar else { return (try summary(named: name, in: calendar, in: txn), []) }
        let rows = try txn.query(
            Self.selectOccupants,
            [.text(calendar.text), .text(name), .text(calendar.text), .text(uid)]
        )
        let named = try rows.first { try $0.flag("is_named") }
        let others = try rows.filter { try !$0.flag("is_named") }
        return (try named.map(CalendarObjectSummary.init), try others.map(CalendarObjectSummary.init))
    }

    private static let selectOccupants = """
        SELECT \(CalendarObjectSummary.columns), 1 AS is_named FROM calendar_object o
        WHERE o.calendar = ? AND o.name = ?
        UNION ALL
        SELECT \(CalendarObjectSummary.columns), 0 AS is_named FROM calendar_object o
        WHERE o.calendar = ? AND o.uid = ?
        """

    /// RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict): a resource "MUST NOT specify a UID property value already in use in
    /// the targeted calendar collection or overwrite an existing calendar object resource with one that has a different
    /// UID property value".
    func checkUID(
        of new: NewCalendarObject,
        replacing current: CalendarObjectSummary?,
        besides sameUID: [CalendarObjectSummary],
        inCalendarOf kind: CalendarKind
    ) throws {
        guard kind == .calendar else { return }
        if let current, !current.uid.utf8.elementsEqual(new.uid.utf8) {
            throw CalendarStoreError.uidConflict(existing: current)
        }
        if let other = sameUID.first(where: { $0.id != current?.id }) {
            throw CalendarStoreError.uidConflict(existing: other)
        }
    }
}
