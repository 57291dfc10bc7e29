import Logging
import ServiceSupport
import SystemPackage
import Testing

@testable import BlobService

/// A whole node.
struct BlobNodeTests {
    @Test func `a data directory that can not be made is named, with what to do`() async throws {
        let scene = try NodeScene()
        let given = scene.configuration
        let path: FilePath = "/dev/null/data"
        let configuration = BlobConfiguration(
            node: given.node,
            data: path,
            urls: (given.publicURL, given.frontURL),
            addresses: (given.publicAddress, given.internalAddress),
            trust: (given.secret, given.peers)
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let node = BlobNode(configuration: configuration, registry: PrometheusRegistry(), logger: logger)
        let error = await #expect(throws: BlobServiceError.self) { try await node.run() }
        #expect(try #require(error).description.contains("Make the data directory \(path)"))
    }
}
