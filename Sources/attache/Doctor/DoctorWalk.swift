import ClientDoctor
import FoundationEssentials
import ServiceLifecycle
import Synchronization

/// A walk of the doctor that SIGINT and SIGTERM end early, so that what it has made is removed first.
final class DoctorWalk: Service {
    private let visit: DoctorVisit
    private let found = Mutex<DoctorReport?>(nil)

    /// Prepares a walk.
    init(_ visit: DoctorVisit) {
        self.visit = visit
    }

    /// Walks, and keeps the report.
    ///
    /// - Throws: The errors of closing the connections.
    func run() async throws {
        let visit = visit
        let report = try await cancelWhenGracefulShutdown { try await visit.run(now: Date()) }
        found.withLock { $0 = report }
    }

    /// What was found, once the walk is over.
    var report: DoctorReport? { found.withLock(\.self) }
}
