import BlobAPI
import BlobModel
import DurableIO
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SystemPackage
import Synchronization
import Testing

@testable import BlobService
@testable import BlobStore

@Suite struct SignedDownloadShortcutTests {
    private let scene: NodeScene
    private let bytes = [UInt8]((0..<1000).map { UInt8($0 % 251) })

    init() throws {
        scene = try NodeScene()
    }

    /// Asks for the same twice, first with and then without something for the shortcut to find.
    private func bothWays(_ fields: HTTPFields = [:]) async throws -> (short: HTTPFields, long: HTTPFields) {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let (storage, bytes) = (scene.storage, bytes)
        return try await scene.converse { client in
            storage.small.withLock { $0 = .bytes(bytes) }
            let short = try await client.fetch(url.pathAndQuery, headers: fields)
            storage.small.withLock { $0 = nil }
            let long = try await client.fetch(url.pathAndQuery, headers: fields)
            for response in [short, long] {
                #expect(response.status == .ok)
                #expect(response.body.map { Array($0.readableBytesView) } == bytes)
            }
            return (short.headers, long.headers)
        }
    }

    @Test func `the short answer has the fields of the long one`() async throws {
        let (short, long) = try await bothWays()
        let own: Set<HTTPField.Name> = [try #require(HTTPField.Name("Attache-Request-ID")), .date]
        let names = Set(short.map(\.name))
        #expect(names == Set(long.map(\.name)))
        for name in names.subtracting(own) { #expect(short[name] == long[name], "\(name)") }
        #expect(scene.storage.descriptions.withLock { $0 } == 1)
    }

    @Test(
        arguments: [
            [.range: "bytes=0-1"], [.ifMatch: "*"], [.ifNoneMatch: "*"],
        ] as [HTTPFields]
    )
    func `ranges and conditions are left to the route`(_ fields: HTTPFields) async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let (storage, bytes) = (scene.storage, bytes)
        try await scene.converse { client in
            storage.small.withLock { $0 = .bytes(bytes) }
            _ = try await client.fetch(url.pathAndQuery, headers: fields)
        }
        #expect(scene.storage.descriptions.withLock { $0 } == 1)
    }

    @Test func `nothing is looked for before signature and expiry were checked`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob).pathAndQuery.replacing("&i=0", with: "&i=1")
        let past = NodeScene.now.addingTimeInterval(-1200)
        let expired = try scene.signedURL(for: blob, lifetime: .seconds(1), at: past).pathAndQuery
        let (storage, bytes) = (scene.storage, bytes)
        try await scene.converse { client in
            storage.small.withLock { $0 = .bytes(bytes) }
            for uri in [url, expired, "/d/v1/nonsense?x", "/d/v1/"] {
                let response = try await client.fetch(uri)
                #expect([.forbidden, .badRequest, .notFound].contains(response.status), "\(uri)")
            }
        }
    }

    @Test func `a small body leaves from its files in order`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path.appending("segment")
        try LocalFileSystem().replaceFile(at: path, with: [9, 9] + bytes)
        let file = try LocalFileSystem().openForReading(at: path)
        let regions = [
            BlobStore.FileRegion(file: file, offset: 2, length: 600),
            BlobStore.FileRegion(file: file, offset: 602, length: 400),
        ]
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let (storage, bytes) = (scene.storage, bytes)
        try await scene.converse { client in
            storage.small.withLock { $0 = .regions(regions) }
            for _ in 0..<3 {
                let response = try await client.fetch(url.pathAndQuery)
                #expect(response.body.map { Array($0.readableBytesView) } == bytes)
                #expect(response.headers[.contentLength] == "1000")
            }
        }
        #expect(scene.storage.descriptions.withLock { $0 } == 0)
    }
}
