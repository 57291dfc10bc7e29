import CalendarStore

/// The resources that one PROPFIND answers for, read in one transaction but for the objects of a large collection.
///
/// Objects are held without their data, and become subjects page by page.
struct ResourceListing: Sendable {
    /// The members of the resource.
    enum Members: Sendable {
        /// Few resources of any kind.
        case subjects([PropertySubject])
        /// All objects of a collection, or some of them.
        case objects([CalendarObjectSummary])
        /// The objects of a collection that has many, which are read while they are answered: ``MemberReading``.
        case unread
    }

    /// The resource that the request names.
    var root: PropertySubject

    /// Its members, none with Depth 0.
    var members: Members

    /// The quota of the home, where it was asked for.
    let quota: HomeQuota?

    /// The number of members that were read.
    var memberCount: Int {
        switch members {
        case .subjects(let subjects): subjects.count
        case .objects(let objects): objects.count
        case .unread: 0
        }
    }

    /// The members cut into pages whose dead properties can be held in memory together.
    var pages: ResourcePages { ResourcePages(self) }

    /// Returns the member at a position from 0 to ``memberCount``.
    func member(at position: Int) -> PropertySubject {
        switch members {
        case .subjects(let subjects): subjects[position]
        case .objects(let objects): root.object(objects[position])
        case .unread: preconditionFailure("Only a member that was read has a position.")
        }
    }
}

extension ResourceListing {
    /// Returns the listing of the same resource with some of its objects as its members.
    func with(_ objects: [CalendarObjectSummary]) -> ResourceListing {
        ResourceListing(root: root, members: .objects(objects), quota: quota)
    }
}

extension PropertySubject {
    /// Returns the subject of an object in this collection.
    ///
    /// - Parameters:
    ///   - summary: The object.
    ///   - dead: The properties that clients keep on it, where they were asked for.
    /// - Returns: The subject.
    func object(_ summary: CalendarObjectSummary, dead: [DeadProperty] = []) -> PropertySubject {
        guard case .calendar(let owner, let calendar) = path else {
            preconditionFailure("Only a collection of a home has calendar object resources.")
        }
        return PropertySubject(
            path: .object(owner, calendar: calendar, name: summary.name),
            resource: .object(summary),
            owner: self.owner,
            privileges: privileges,
            dead: dead
        )
    }
}
