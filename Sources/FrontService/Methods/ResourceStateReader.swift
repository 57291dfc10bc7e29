import CalendarStore
import HTTPSemantics
import HTTPTypes
import SQLDatabase
import WebDAV

/// Reads the states of resources for one principal within one transaction.
struct ResourceStateReader {
    /// What the front works with.
    let dependencies: FrontDependencies

    /// Who asks.
    let principal: Principal

    /// The transaction.
    let txn: any SQLTransaction

    /// Returns the state of a resource, or nil where there is none that the principal may know of.
    ///
    /// RFC 6578 §5: "Servers MUST support use of DAV:sync-token values in If request headers", so that the token of a
    /// collection is its state token.
    ///
    /// - Throws: `SQLError`.
    func state(at path: ResourcePath) throws -> IfHeader.ResourceState? {
        do {
            switch path {
            case .object: return try ObjectPath(path).flatMap(object)
            case .calendar(let owner, let name): return try calendar(name, of: owner)
            case .home(let owner): return try home(of: owner)
            case .root, .wellKnownCalDAV, .principals, .users, .principal, .homes, .attachment, .page: return nil
            }
        } catch is WebDAVError {
            // Whoever may not read a resource learns nothing of its state.
            return nil
        }
    }

    private func object(_ path: ObjectPath) throws -> IfHeader.ResourceState? {
        let found = try dependencies.resolver.object(at: path, for: principal, requiring: .read, in: txn)
        return found.summary.map { IfHeader.ResourceState(entityTag: EntityTag(strong: $0.etag)) }
    }

    private func calendar(_ name: String, of owner: UserID) throws -> IfHeader.ResourceState {
        let found = try dependencies.resolver.calendar(
            named: name,
            of: owner,
            for: principal,
            requiring: .read,
            in: txn
        )
        return Self.collection(SyncTokenURI.text(of: found.calendar.syncToken))
    }

    private func home(of owner: UserID) throws -> IfHeader.ResourceState? {
        let found = try dependencies.resolver.home(of: owner, for: principal, requiring: .read, in: txn)
        return try dependencies.calendars.syncToken(of: found.owner.home, in: txn)
            .map { Self.collection(SyncTokenURI.text(of: $0)) }
    }

    private static func collection(_ token: String) -> IfHeader.ResourceState {
        IfHeader.ResourceState(entityTag: nil, stateTokens: [token])
    }
}
