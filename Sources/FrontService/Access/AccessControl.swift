package import CalendarStore
package import SQLDatabase

/// Computes what principals may do.
///
/// Calendars are private: an owner has every privilege on his own home and nobody else has any, administrators included.
/// Only into his scheduling inbox and outbox he cannot write either.
/// Principals and the collections above them can be read by everybody who is authenticated. Sharing and delegation
/// extend this one function, which therefore gets the transaction in which it is asked.
package struct AccessControl: Sendable {
    /// Makes the rules; they have no state.
    package init() {}

    /// Returns the privileges of a principal on a resource.
    ///
    /// - Throws: `SQLError`.
    package func privileges(
        of principal: Principal,
        on resource: ProtectedResource,
        in txn: any SQLTransaction
    ) throws -> Privileges {
        switch resource {
        case .directory, .principal: .reading
        case .home(let home), .calendar(_, in: let home): principal.home == home ? .all : []
        // The server alone writes there; whose they are may remove what it has written.
        case .scheduling(_, in: let home): principal.home == home ? .all.subtracting([.bind, .writeContent]) : []
        }
    }
}
