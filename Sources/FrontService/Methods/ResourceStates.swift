package import CalendarStore
import HTTPSemantics
package import SQLDatabase
import WebDAV

/// The states of the resources that the If field of a request names, as one transaction sees them (RFC 4918 §10.4).
package struct ResourceStates: Sendable {
    /// The state of a resource that does not exist, or of which the principal may know nothing.
    static let unknownState = IfHeader.ResourceState(entityTag: nil)

    /// No state is known.
    package static let unknown = ResourceStates(states: [:])

    private let states: [ResourcePath: IfHeader.ResourceState]

    private init(states: [ResourcePath: IfHeader.ResourceState]) {
        self.states = states
    }

    /// Reads the states of resources, as far as a principal may read the resources.
    ///
    /// - Throws: `SQLError`.
    init(
        of paths: Set<ResourcePath>,
        for principal: Principal,
        _ dependencies: FrontDependencies,
        in txn: any SQLTransaction
    ) throws {
        let reader = ResourceStateReader(dependencies: dependencies, principal: principal, txn: txn)
        var states: [ResourcePath: IfHeader.ResourceState] = [:]
        for path in paths { states[path] = try reader.state(at: path) }
        self.states = states
    }

    /// Returns the state of a resource.
    subscript(path: ResourcePath) -> IfHeader.ResourceState { states[path] ?? Self.unknownState }
}

extension RequestConditions {
    /// Checks that the conditions allow a method that changes something.
    ///
    /// - Parameters:
    ///   - current: The object that the request names, or nil where there is none or where it names a collection.
    ///   - principal: Who sent the request.
    ///   - dependencies: What the front works with.
    ///   - txn: The transaction that makes the change.
    /// - Throws: `WebDAVError` 412; `SQLError`.
    package func check(
        _ current: CalendarObjectSummary?,
        for principal: Principal,
        _ dependencies: FrontDependencies,
        in txn: any SQLTransaction
    ) throws {
        let states = try ResourceStates(of: namedResources, for: principal, dependencies, in: txn)
        guard evaluate(current: current, isSafe: false, states: states) == .proceed else {
            throw WebDAVError.preconditionFailed
        }
    }
}
