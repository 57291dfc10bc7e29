import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import Glibc
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Opens what a process left whose last synchronisation failed, on a machine that went on.
struct FailedSynchronisationTests {
    /// What brings log and index together first.
    enum Opening: CaseIterable {
        case withIndex, withoutIndex, rebuild
    }

    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    @Test(arguments: Opening.allCases)
    func `what a failed synchronisation left in memory alone is on the disk before it is answered for`(
        _ opening: Opening
    ) async throws {
        #expect(try await isKept(on: ForgetfulFileSystem(), opening))
        #expect(try StoppedShard(at: test.path).verify().findings.isEmpty)
    }

    @Test(arguments: Opening.allCases)
    func `a synchronisation without writing again is found out`(_ opening: Opening) async throws {
        #expect(try await !isKept(on: ForgetfulFileSystem(ignoringRewriting: true), opening))
    }

    /// Lets a synchronisation fail, puts the same blob after opening the shard again, and tells whether it is still there
    /// when the system has dropped what it has in memory alone.
    private func isKept(on disk: ForgetfulFileSystem, _ opening: Opening) async throws -> Bool {
        let former = try await test.open(on: disk)
        let kept = try await former.put([1, 2, 3], in: domain)
        var random = SeededGenerator(seed: 5)
        let blob = PutBlob(reference: .random(), domain: domain, bytes: random.bytes(200_000))
        disk.failNextSynchronisation()
        await #expect(throws: BlobError.self) { try await former.put(blob) }
        await former.close()

        if opening != .withIndex { try test.removeIndex() }
        if opening == .rebuild { _ = try ShardRebuild(at: test.path, fileSystem: disk).run() }
        let again = try await test.open(on: disk)
        #expect(try await again.put(blob).blob == blob.content)
        await again.close()

        try disk.dropCaches()
        let last = try await test.open(on: disk)
        #expect(try await last.bytes(of: kept) == kept.bytes)
        let bytes = try? await last.bytes(of: blob)
        await last.close()
        return bytes == blob.bytes
    }

    @Test func `the pages that name the last commit of the index are durable before another commit`() async throws {
        let shard = try await test.open()
        try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        let data = test.path.appending("index").appending("data.mdb")
        let bytes = try LocalFileSystem().contents(at: data)
        let recorder = RecordingFileSystem()
        let again = try await test.open(on: recorder)
        let events = recorder.events.filter { event in
            switch event {
            case .write(data, _, _), .synchronise(data): true
            default: false
            }
        }
        // The two pages, and nothing behind them, which the disk may have lost while nothing uses it.
        let pages = Array(bytes.prefix(2 * Int(sysconf(Int32(_SC_PAGESIZE)))))
        #expect(events == [.write(data, offset: 0, bytes: pages), .synchronise(data)])
        await again.close()
    }

    @Test func `a shard that was closed as it should be has nothing of its log written again`() async throws {
        let shard = try await test.open()
        try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        let recorder = RecordingFileSystem()
        let again = try await test.open(on: recorder)
        let segment = test.segment(1)
        #expect(!recorder.events.contains { if case .write(segment, _, _) = $0 { true } else { false } })
        #expect(recorder.events.contains(.synchronise(segment)))
        await again.close()
    }
}
