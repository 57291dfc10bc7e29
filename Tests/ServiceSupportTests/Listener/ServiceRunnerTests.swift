import Hummingbird
import Logging
import ServiceLifecycle
import Testing

@testable import ServiceSupport

/// Services that run together.
struct ServiceRunnerTests {
    private struct Failure: Error {}

    /// A service that fails once its neighbour listens.
    private struct FailingService: Service {
        let neighbour: HTTPListener<RouterResponder<ServiceRequestContext>>

        func run() async throws {
            _ = try await neighbour.boundPort()
            throw Failure()
        }
    }

    @Test func `a part that fails is the only one to complain`() async throws {
        let service = TestService()
        let listener = service.makeListener()
        let logger = Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
        await #expect(throws: Failure.self) {
            try await ServiceRunner.runParts([FailingService(neighbour: listener), listener], logger: logger)
        }
        #expect(service.lines.all.filter { $0.contains(" error ") } == [])
    }
}
