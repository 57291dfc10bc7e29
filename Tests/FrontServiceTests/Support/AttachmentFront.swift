import BlobStoreTesting
import HummingbirdTesting
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

/// A front with managed attachments, in a deployment of two nodes whose bytes are in memory.
struct AttachmentFront: Sendable {
    /// The front.
    let front: TestFront

    /// What has orphans released; it works in ``settle()`` only.
    let releaser: ReferenceReleaser

    /// The nodes.
    let deployment: TestDeployment

    /// The bytes.
    let blobs: MemoryBlobStore

    /// What puts the bytes on shards.
    let placed: PlacedBlobStore

    /// An event of alice.
    static let event = "/calendars/alice/calendar/e1.ics"

    /// What the front works with.
    var dependencies: FrontDependencies { front.dependencies }

    /// Runs a body with a front, which is taken down after it.
    ///
    /// - Parameters:
    ///   - setup: How requests reach the front.
    ///   - authentication: How passwords are verified.
    ///   - configure: Changes the settings.
    ///   - database: Makes the database that the front gets of the real one.
    ///   - body: The test.
    /// - Throws: What the body throws.
    static func run(
        _ setup: TestingSetup = .router,
        authentication: AuthenticationPolicy = .standard,
        configure: (inout FrontConfiguration) -> Void = { _ in },
        database: @escaping @Sendable (any SQLDatabase) -> any SQLDatabase = { $0 },
        _ body: @escaping @Sendable (AttachmentFront) async throws -> Void
    ) async throws {
        try await TestFront.run(configure: configure) { plain in
            let blobs = try #require(plain.dependencies.blobs as? MemoryBlobStore)
            let placed = PlacedBlobStore(over: blobs)
            let dependencies = FrontDependencies(
                configuration: plain.dependencies.configuration,
                database: database(plain.dependencies.database),
                blobs: placed,
                onMap: { map in placed.adopt(map) },
                authentication: authentication,
                now: plain.dependencies.now
            )
            let deployment = try await TestDeployment.make(in: dependencies)
            placed.adopt(deployment.map)
            let releaser = ReferenceReleaser(dependencies: dependencies, logger: .silent)
            let service = service(dependencies, releaser)
            try await service.publicListener.application.test(setup) { client in
                let front = TestFront(dependencies: dependencies, service: service, clock: plain.clock, client: client)
                try await body(
                    AttachmentFront(
                        front: front,
                        releaser: releaser,
                        deployment: deployment,
                        blobs: blobs,
                        placed: placed
                    )
                )
            }
        }
    }

    private static func service(_ dependencies: FrontDependencies, _ releaser: ReferenceReleaser) -> FrontService {
        FrontService(
            dependencies: dependencies,
            writeHook: AttachmentHook(dependencies: dependencies, releaser: releaser),
            extensions: [
                AttachmentActions(dependencies: dependencies, releaser: releaser),
                Pages(dependencies: dependencies, releaser: releaser),
                UploadGrants(dependencies: dependencies, releaser: releaser, logger: .silent),
                AttachmentDownloads(dependencies: dependencies),
                NodeRoutes(dependencies: dependencies),
            ],
            registry: PrometheusRegistry(),
            logger: .silent
        )
    }
}
