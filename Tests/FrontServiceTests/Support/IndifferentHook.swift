import CalendarStore
import ICalendar
import SQLDatabase

@testable import FrontService

/// A hook that lets every write pass as it is.
struct IndifferentHook: ObjectWriteHook {
    private struct Participant: ObjectWriteParticipant {
        let resource: CalendarObjectResource

        func reconcile(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> ReconciledWrite {
            ReconciledWrite(resource: resource, isChanged: false)
        }

        func committed() async {}

        func rolledBack() async {}
    }

    /// Takes part without an opinion.
    func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        Participant(resource: write.new)
    }

    /// Does nothing.
    func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {}
}
