import CalDAV
import CalendarStore
import WebDAV

extension ListingReader {
    /// Returns the subjects of some objects of a collection, in their order.
    ///
    /// - Parameters:
    ///   - objects: The objects.
    ///   - collection: The collection.
    ///   - selection: What is asked for of them.
    /// - Returns: The subjects.
    /// - Throws: `SQLError`.
    func subjects(
        of objects: [CalendarObjectSummary],
        in collection: PropertySubject,
        selection: PropertySelection
    ) throws -> [PropertySubject] {
        let dead = selection.needsDeadProperties ? try deadProperties(of: objects) : [:]
        return objects.map { collection.object($0, dead: dead[$0.id] ?? []) }
    }

    /// Reads a resource of whose properties none is asked for.
    ///
    /// - Throws: `WebDAVError` 403 or 404; `SQLError`.
    func subject(_ path: ResourcePath) throws -> PropertySubject {
        try list(path, includesMembers: false, selection: .properties([])).root
    }
}

extension PropertySelection {
    /// The selection without `CALDAV:calendar-data`, which is no property of a resource but what a report makes of it.
    var ofProperties: PropertySelection {
        guard case .properties(let elements) = self else { return self }
        return .properties(elements.filter { $0.name != CalendarElement.calendarData })
    }
}
