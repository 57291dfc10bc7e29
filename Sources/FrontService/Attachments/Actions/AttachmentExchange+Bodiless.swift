import CalendarStore
import SQLDatabase

extension AttachmentExchange {
    /// Carries out an action that needs no body.
    ///
    /// - Parameters:
    ///   - action: The action.
    ///   - check: Looks at the rest of the request, when nothing else stands against the action.
    /// - Returns: The resource as it is stored, durably.
    /// - Throws: `ManagedAttachmentViolation`, `WebDAVError`, `SQLError`; what `check` throws, before anything is written.
    func carryOut(
        _ action: some AttachmentAction,
        checking check: () async throws -> Void = {}
    ) async throws -> CalendarObject {
        // What is refused is refused here: every other write waits while a transaction that writes is open.
        let admitted = try await ask { place, txn in
            AdmittedPlan(try plan(action, at: place, size: 0, in: txn), at: place, size: 0, in: dependencies.planRoom)
        }
        try await check()
        return try await dependencies.database.write { txn in
            let place = try place(in: txn)
            let planned = try admitted?.plan(at: place, size: 0) ?? plan(action, at: place, size: 0, in: txn)
            return try store(planned, at: place, in: txn)
        }
    }
}
