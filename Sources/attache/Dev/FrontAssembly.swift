import CalendarStore
import FrontService
import ICalendar
import Logging
import SQLDatabase
import ServiceSupport

/// How a front is put together from its parts.
enum FrontAssembly {
    /// Returns a front on opened storage; nothing runs before its services do.
    static func front(
        _ configuration: FrontConfiguration,
        storage: FrontStorage,
        registry: PrometheusRegistry,
        logger: Logger
    ) -> FrontService {
        FrontService(
            dependencies: FrontDependencies(
                configuration: configuration,
                database: storage.database,
                blobs: storage.blobs
            ),
            writeHook: PassingHook(),
            extensions: [],
            registry: registry,
            logger: logger
        )
    }
}

/// Lets every write pass as it is.
private struct PassingHook: ObjectWriteHook {
    private struct Participant: ObjectWriteParticipant {
        let resource: CalendarObjectResource

        func reconcile(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> ReconciledWrite {
            ReconciledWrite(resource: resource, isChanged: false)
        }

        func committed() async {}

        func rolledBack() async {}
    }

    func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        Participant(resource: write.new)
    }

    func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {}
}
