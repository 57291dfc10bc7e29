import CalendarStore
import SQLDatabase
import WebDAV

extension ListingReader {
    /// Returns resources with the properties that clients keep on them.
    ///
    /// - Throws: `SQLError`.
    func keeping(_ subjects: [PropertySubject]) throws -> [PropertySubject] {
        let ofObjects = try deadProperties(of: subjects.compactMap(\.object))
        return try subjects.map { subject in
            var subject = subject
            if let object = subject.object {
                subject.dead = ofObjects[object.id] ?? []
            } else if let owner = subject.propertyOwner {
                subject.dead = try dependencies.calendars.deadProperties(of: owner, in: txn)
            }
            return subject
        }
    }

    /// Returns the properties that clients keep on objects; an object without any is left out.
    ///
    /// - Throws: `SQLError`.
    func deadProperties(of objects: [CalendarObjectSummary]) throws -> [ObjectID: [DeadProperty]] {
        let owners = objects.filter { $0.propertyBytes > 0 }.map(\.id)
        return try dependencies.calendars.deadProperties(ofObjects: owners, in: txn)
    }
}

extension PropertySubject {
    /// By what the store knows the resource as the owner of properties; nil for one that has none of clients.
    fileprivate var propertyOwner: PropertyOwner? {
        switch resource {
        case .directory: nil
        case .principal(let principal): .principal(principal.uid)
        case .home: owner.map { .home($0.home) }
        case .calendar(let calendar): .calendar(calendar.id)
        case .object(let object): .object(object.id)
        }
    }

    /// The most octets that the properties of clients on the resource can take.
    var greatestPropertyBytes: Int {
        switch resource {
        case .directory: 0
        case .object(let object): object.propertyBytes
        // Those of a calendar count its members' in.
        case .calendar(let calendar):
            min(Int(calendar.deadPropertyBytes), PropertyOwner.calendar(calendar.id).maximumBytes)
        case .principal, .home: propertyOwner?.maximumBytes ?? 0
        }
    }
}

extension PropertySelection {
    /// Whether a property is asked for that clients may keep on some resource.
    var needsDeadProperties: Bool {
        switch self {
        case .names, .allProperties: true
        case .properties(let elements): !elements.allSatisfy { PropertyCatalogue.protected.contains($0.name) }
        }
    }
}
