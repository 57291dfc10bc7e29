import CalendarStore
import SQLDatabase
import WebDAV

/// A resource whose properties a PROPPATCH changes, as one transaction sees it.
struct PropertyTarget: Sendable {
    /// By what the store knows the resource.
    let owner: PropertyOwner

    /// What its properties are set on.
    let subject: PropertyPlan.Subject

    /// The home towards whose quota the properties count, or nil where they count towards none.
    let payer: HomeID?

    /// The object, where the resource is one.
    let object: CalendarObjectSummary?

    private init(
        _ owner: PropertyOwner,
        _ subject: PropertyPlan.Subject,
        paidBy payer: HomeID? = nil,
        object: CalendarObjectSummary? = nil
    ) {
        self.owner = owner
        self.subject = subject
        self.payer = payer
        self.object = object
    }

    /// Finds the resource at a path, and checks that a principal may change its properties.
    ///
    /// - Throws: `WebDAVError` 404, or 403 where a privilege is missing; `SQLError`.
    static func find(
        at path: ResourcePath,
        for principal: Principal,
        _ resolver: ResourceResolver,
        in txn: any SQLTransaction
    ) throws -> PropertyTarget {
        let (target, privileges) = try found(at: path, for: principal, resolver, in: txn)
        // RFC 3744 §3.3: DAV:write-properties is about dead properties and those live ones that can be changed.
        try AccessDenial.check(privileges, contain: .writeProperties, on: path)
        return target
    }

    private static func found(
        at path: ResourcePath,
        for principal: Principal,
        _ resolver: ResourceResolver,
        in txn: any SQLTransaction
    ) throws -> (PropertyTarget, Privileges) {
        switch path {
        case .principal(let uid):
            let found = try resolver.principal(uid, for: principal, in: txn)
            return (PropertyTarget(.principal(uid), .named), found.privileges)
        case .home(let uid):
            let home = try resolver.home(of: uid, for: principal, requiring: .read, in: txn)
            return (PropertyTarget(.home(home.owner.home), .named), home.privileges)
        case .calendar(let uid, let name):
            let place = try resolver.calendar(named: name, of: uid, for: principal, requiring: .read, in: txn)
            let target = PropertyTarget(
                .calendar(place.calendar.id),
                .calendar(place.calendar.properties),
                paidBy: place.calendar.home
            )
            return (target, place.privileges)
        case .object:
            return try object(at: path, for: principal, resolver, in: txn)
        case .root, .wellKnownCalDAV, .principals, .users, .homes, .attachment, .page:
            throw WebDAVError.notFound
        }
    }

    private static func object(
        at path: ResourcePath,
        for principal: Principal,
        _ resolver: ResourceResolver,
        in txn: any SQLTransaction
    ) throws -> (PropertyTarget, Privileges) {
        guard let path = ObjectPath(path) else { throw WebDAVError.notFound }
        let found = try resolver.object(at: path, for: principal, requiring: .read, in: txn)
        guard let summary = found.summary else { throw WebDAVError.notFound }
        let payer = found.place.calendar.home
        return (PropertyTarget(.object(summary.id), .object, paidBy: payer, object: summary), found.place.privileges)
    }
}
