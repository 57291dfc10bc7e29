import CalendarStore
import SQLDatabase
import WebDAV

/// Adds to the members of a listing the properties that clients keep on them, page by page while the answer is written.
struct MemberCompletion: Sendable {
    private let selection: PropertySelection
    private let principal: Principal
    private let dependencies: FrontDependencies

    /// Makes the completion for one answer.
    ///
    /// - Parameters:
    ///   - selection: What is asked for.
    ///   - principal: Who asks.
    ///   - dependencies: What the front works with.
    init(_ selection: PropertySelection, for principal: Principal, _ dependencies: FrontDependencies) {
        self.selection = selection
        self.principal = principal
        self.dependencies = dependencies
    }

    /// Returns members with the properties that clients keep on them, where those are asked for.
    ///
    /// They are as they are now, which may be later than the listing; of a member that is gone there are none.
    ///
    /// - Throws: `SQLError`.
    func completed(_ members: [PropertySubject]) async throws -> [PropertySubject] {
        let hasProperties = members.contains { $0.greatestPropertyBytes > 0 }
        guard selection.needsDeadProperties, hasProperties else { return members }
        let (dependencies, principal) = (dependencies, principal)
        return try await dependencies.database.read { txn in
            try ListingReader(dependencies: dependencies, principal: principal, in: txn).keeping(members)
        }
    }
}
