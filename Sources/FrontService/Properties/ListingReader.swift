import CalendarStore
import SQLDatabase
import WebDAV

/// Reads listings for one principal within one transaction.
struct ListingReader {
    /// What the front works with.
    let dependencies: FrontDependencies

    /// Who reads.
    let principal: Principal

    /// The transaction.
    let txn: any SQLTransaction

    /// Makes a reader that is good within the transaction.
    init(dependencies: FrontDependencies, principal: Principal, in txn: any SQLTransaction) {
        self.dependencies = dependencies
        self.principal = principal
        self.txn = txn
    }

    /// Reads the resource at a path, and its members without the properties that clients keep on them.
    ///
    /// The members may be very many, so that those properties are read page by page: ``keeping(_:)``.
    ///
    /// - Parameters:
    ///   - path: The path of the request.
    ///   - includesMembers: Whether Depth is 1.
    ///   - selection: What is asked for; what costs a look of its own is read only where it is needed.
    /// - Returns: What the principal may see; members that he may not read are left out. Those of a large calendar are not
    ///   read here, but by ``MemberReading``.
    /// - Throws: `WebDAVError` 403 or 404; `SQLError`.
    func list(
        _ path: ResourcePath,
        includesMembers: Bool,
        selection: PropertySelection
    ) throws -> ResourceListing {
        let root = try subject(at: path)
        let payer = selection.needsQuota ? root.owner ?? principal : nil
        return ResourceListing(
            root: selection.needsDeadProperties ? try keeping([root])[0] : root,
            members: includesMembers ? try members(of: root) : .subjects([]),
            quota: try payer.map { try HomeQuota.read(of: $0.home, dependencies, in: txn) }
        )
    }

    private func subject(at path: ResourcePath) throws -> PropertySubject {
        switch path {
        case .root, .principals, .users, .homes: try directory(path)
        case .principal(let uid): try principal(uid)
        case .home(let uid): try home(uid)
        case .calendar(let uid, let name): try calendar(name, of: uid)
        case .object: try object(at: path)
        case .wellKnownCalDAV, .attachment, .page: throw WebDAVError.notFound
        }
    }

    private func members(of root: PropertySubject) throws -> ResourceListing.Members {
        switch root.path {
        case .root: .subjects([try directory(.principals), try directory(.homes)])
        case .principals: .subjects([try directory(.users)])
        // Who else there is, is nobody's business until calendars are shared.
        case .users: .subjects([try principal(principal.uid)])
        case .homes: .subjects([try home(principal.uid)])
        case .home(let uid): .subjects(try calendars(of: uid, in: root))
        case .calendar: try objects(of: root)
        case .principal, .object, .wellKnownCalDAV, .attachment, .page: .subjects([])
        }
    }

    private func directory(_ path: ResourcePath) throws -> PropertySubject {
        let privileges = try dependencies.accessControl.privileges(of: principal, on: .directory, in: txn)
        return PropertySubject(path: path, resource: .directory, owner: nil, privileges: privileges)
    }

    private func principal(_ uid: UserID) throws -> PropertySubject {
        let found = try dependencies.resolver.principal(uid, for: principal, in: txn)
        try AccessDenial.check(found.privileges, contain: .read, on: .principal(uid))
        return PropertySubject(
            path: .principal(uid),
            resource: .principal(found.principal),
            owner: nil,
            privileges: found.privileges
        )
    }

    private func home(_ uid: UserID) throws -> PropertySubject {
        let home = try dependencies.resolver.home(of: uid, for: principal, requiring: .read, in: txn)
        return PropertySubject(
            path: .home(uid),
            resource: .home,
            owner: home.owner,
            privileges: home.privileges,
            homeToken: try dependencies.calendars.syncToken(of: home.owner.home, in: txn)
        )
    }

    private func calendar(_ name: String, of uid: UserID) throws -> PropertySubject {
        let found = try dependencies.resolver.calendar(named: name, of: uid, for: principal, requiring: .read, in: txn)
        return PropertySubject(
            path: .calendar(uid, name: name),
            resource: .calendar(found.calendar),
            owner: found.owner,
            privileges: found.privileges
        )
    }

    private func object(at path: ResourcePath) throws -> PropertySubject {
        guard let path = ObjectPath(path) else { throw WebDAVError.notFound }
        let found = try dependencies.resolver.object(at: path, for: principal, requiring: .read, in: txn)
        guard let summary = found.summary else { throw WebDAVError.notFound }
        return PropertySubject(
            path: path.resource,
            resource: .object(summary),
            owner: found.place.owner,
            privileges: found.place.privileges
        )
    }

    private func calendars(of uid: UserID, in home: PropertySubject) throws -> [PropertySubject] {
        guard let owner = home.owner else { return [] }
        return try dependencies.calendars.calendars(of: owner.home, in: txn).compactMap { calendar in
            let access = dependencies.accessControl
            let privileges = try access.privileges(of: principal, on: calendar.asProtected, in: txn)
            guard privileges.contains(.read) else { return nil }
            return PropertySubject(
                path: .calendar(uid, name: calendar.name),
                resource: .calendar(calendar),
                owner: owner,
                privileges: privileges
            )
        }
    }

    private func objects(of root: PropertySubject) throws -> ResourceListing.Members {
        guard let calendar = root.calendar else { return .subjects([]) }
        guard calendar.objectCount <= MemberReading.objectsPerPage else { return .unread }
        return .objects(try dependencies.calendars.summaries(in: calendar.id, in: txn))
    }
}
