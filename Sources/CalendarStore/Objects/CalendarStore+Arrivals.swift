import SQLDatabase

extension CalendarStore {
    /// Returns the object at a place.
    func existing(at place: ObjectPlace, in txn: any SQLTransaction) throws -> CalendarObjectSummary {
        guard let object = try summary(named: place.name, in: place.calendar, in: txn) else {
            throw CalendarStoreError.objectNotFound(name: place.name, calendar: place.calendar)
        }
        return object
    }

    /// Checks that nothing is at a place.
    func checkVacancy(at place: ObjectPlace, in txn: any SQLTransaction) throws {
        let taken = try summary(named: place.name, in: place.calendar, in: txn)
        guard taken == nil else { throw CalendarStoreError.preconditionFailed(current: taken) }
    }

    /// RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict) names "a COPY or MOVE request" beside PUT.
    ///
    /// An object that moves within its calendar is in no conflict with itself.
    func checkUID(
        _ uid: String,
        arrivingIn calendar: LockedCalendar,
        moving: ObjectID? = nil,
        in txn: any SQLTransaction
    ) throws {
        guard calendar.kind == .calendar else { return }
        let sameUID = try summaries(withUID: uid, in: calendar.id, in: txn)
        if let other = sameUID.first(where: { $0.id != moving }) {
            throw CalendarStoreError.uidConflict(existing: other)
        }
    }
}

extension CalendarDelta {
    /// What an object that comes from elsewhere does to a calendar.
    static func arrival(of object: CalendarObjectSummary, named name: String) -> CalendarDelta {
        CalendarDelta(
            name: name,
            bytes: object.size,
            propertyBytes: object.propertyBytes,
            objects: 1
        )
    }

    /// What an object that goes does to its calendar.
    static func departure(of object: CalendarObjectSummary) -> CalendarDelta {
        CalendarDelta(
            name: object.name,
            bytes: -object.size,
            propertyBytes: -object.propertyBytes,
            objects: -1
        )
    }
}
