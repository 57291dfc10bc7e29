import CalendarStore
import SQLDatabase

extension AttachmentExchange {
    /// Carries out an action that needs no body.
    ///
    /// - Returns: The resource as it is stored, durably.
    /// - Throws: `ManagedAttachmentViolation`, `WebDAVError`, `SQLError`.
    func carryOut(_ action: some AttachmentAction) async throws -> CalendarObject {
        // What is refused is refused here: every other write waits while a transaction that writes is open.
        let admitted = try await ask { place, txn in
            AdmittedPlan(try plan(action, at: place, size: 0, in: txn), at: place, size: 0, in: dependencies.planRoom)
        }
        return try await dependencies.database.write { txn in
            let place = try place(in: txn)
            let planned = try admitted?.plan(at: place, size: 0) ?? plan(action, at: place, size: 0, in: txn)
            return try store(planned, at: place, in: txn)
        }
    }
}
