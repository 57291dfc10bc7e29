import CalendarStore
import SQLDatabase
import WebDAV

extension ListingReader {
    /// Returns a listing with the properties that clients keep on its resources.
    ///
    /// - Throws: `SQLError`.
    func withDeadProperties(_ listing: ResourceListing) throws -> ResourceListing {
        var listing = listing
        listing.root = try keeping(listing.root)
        switch listing.members {
        case .subjects(let subjects): listing.members = .subjects(try subjects.map(keeping))
        case .objects(let objects): listing.deadOfObjects = try deadProperties(of: objects)
        }
        return listing
    }

    /// Returns the properties that clients keep on objects; an object without any is left out.
    ///
    /// - Throws: `SQLError`.
    func deadProperties(of objects: [CalendarObjectSummary]) throws -> [ObjectID: [DeadProperty]] {
        try dependencies.calendars.deadProperties(ofObjects: objects.map(\.id), in: txn)
    }

    private func keeping(_ subject: PropertySubject) throws -> PropertySubject {
        guard let owner = subject.propertyOwner else { return subject }
        var subject = subject
        subject.dead = try dependencies.calendars.deadProperties(of: owner, in: txn)
        return subject
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

    /// Returns a property that clients keep on the resource, or nil.
    func deadProperty(_ name: XMLName) -> XMLElement? {
        dead.first { $0.xmlName == name }?.element
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
