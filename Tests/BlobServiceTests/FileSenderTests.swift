import BlobAPI
import BlobModel
import BlobStoreTesting
import DurableIO
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import RandomTesting
import SystemPackage
import Synchronization
import Testing

@testable import BlobService

/// Bodies that leave from files over a real socket; reading them instead would fail.
@Suite struct FileSenderTests {
    private let scene: NodeScene
    private let directory: TemporaryDirectory
    private let bytes: [UInt8]

    init() throws {
        scene = try NodeScene()
        directory = try TemporaryDirectory()
        var random = SeededGenerator(seed: 11)
        bytes = random.bytes(20 << 20)
    }

    @Test func `a large body leaves from its files, in as many runs as they hold it`() async throws {
        let blob = try await scene.store(bytes)
        let path = directory.path.appending("segment")
        try LocalFileSystem().replaceFile(at: path, with: [0, 0, 0] + bytes)
        let file = try LocalFileSystem().openForReading(at: path)
        let cuts: [UInt64] = [0, 1, 70_000, 9 << 20, 20 << 20]
        let regions = zip(cuts, cuts.dropFirst()).map {
            SendableRegion(file: file, offset: $0 + 3, length: $1 - $0)
        }
        scene.storage.regions.withLock { $0 = regions }
        let url = try scene.signedURL(for: blob)
        let responses = try await scene.publicApplication.test(.live) { client in
            [
                try await client.execute(uri: url.pathAndQuery, method: .get) { $0 },
                try await client.execute(uri: url.pathAndQuery, method: .get) { $0 },
            ]
        }
        for response in responses {
            #expect(response.status == .ok)
            let isWhole = response.bytes == bytes
            #expect(isWhole)
        }
    }

    @Test func `a small body is read, for a file gains nothing there`() async throws {
        let blob = try await scene.store([1, 2, 3])
        scene.storage.regions.withLock { $0 = [] }
        let url = try scene.signedURL(for: blob)
        let status = try await scene.publicApplication.test(.live) { client in
            try await client.execute(uri: url.pathAndQuery, method: .get) { $0.status }
        }
        #expect(status == .serviceUnavailable)
    }
}
