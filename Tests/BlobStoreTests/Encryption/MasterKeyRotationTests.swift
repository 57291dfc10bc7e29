import BlobModel
import DurableIO
import DurableIOTesting
import Synchronization
import Testing

@testable import BlobStore

struct MasterKeyRotationTests {
    private let scene: KeyScene
    private let pool = BlockingPool(label: "rotation-test", threads: 1)
    private let content = ContentID(of: [1].span)

    init() throws {
        scene = try KeyScene()
    }

    /// Makes domains with keys, the last of which is erased, and returns what they call a content.
    private func prepare(_ count: Int) throws -> [ContentID: ContentID] {
        let keys = try scene.open()
        var names: [ContentID: ContentID] = [:]
        for number in 1...count { names[.domain(number)] = try keys.cipher(for: .domain(number)).name(of: content) }
        _ = try keys.cipher(for: .domain(0))
        try keys.erase(.domain(0))
        return names
    }

    private func rotate(
        _ ring: MasterKeyRing,
        on fileSystem: any FileSystem = LocalFileSystem()
    ) async throws
        -> RotationReport
    {
        try await MasterKeyRotation(keys: try scene.open(ring, on: fileSystem), pool: pool).run { _ in }
    }

    private func expect(_ names: [ContentID: ContentID], in keys: DomainKeyStore) throws {
        for (domain, name) in names { #expect(try keys.standing(of: domain).cipher?.name(of: content) == name) }
        #expect(try keys.standing(of: .domain(0)).isErased)
    }

    @Test func `after a rotation the new master key is enough, and the former one is refused`() async throws {
        let names = try prepare(3)
        let report = try await rotate(scene.rotating)
        #expect(report.rewrapped == 3 && report.passedOver == 1 && report.isFinished && report.failures.isEmpty)
        try expect(names, in: try scene.open(MasterKeyRing(current: scene.next)))
        #expect(
            throws: BlobStoreError.keys(
                scene.directory().markPath,
                .masterKeyUnknown(scene.next.id, given: [scene.master.id])
            )
        ) { try scene.open() }
        for domain in names.keys {
            #expect(try scene.directory().file(of: domain)?.masterKey == scene.next.id)
        }
    }

    @Test func `a second rotation finds nothing to do`() async throws {
        _ = try prepare(2)
        _ = try await rotate(scene.rotating)
        let report = try await rotate(scene.rotating)
        #expect(report.rewrapped == 0 && report.isFinished)
        #expect(try !scene.open(scene.rotating).status().isRotationDue)
    }

    @Test func `a shard without keys has nothing to rotate`() async throws {
        #expect(try await rotate(scene.rotating).isFinished)
        #expect(throws: FileError.self) { try LocalFileSystem().list(at: scene.path) }
    }

    @Test func `progress is told, and keys made meanwhile are under the new master key`() async throws {
        let names = try prepare(130)
        let keys = try scene.open(scene.rotating)
        let told = Mutex<[RotationProgress]>([])
        let report = try await MasterKeyRotation(keys: keys, pool: pool).run { progress in
            told.withLock { $0.append(progress) }
            _ = try? keys.cipher(for: .domain(1_000))
        }
        #expect(report.isFinished)
        #expect(told.withLock { $0.map(\.done) } == [64, 128, 131])
        let again = try scene.open(MasterKeyRing(current: scene.next))
        try expect(names, in: again)
        #expect(try again.standing(of: .domain(1_000)).cipher != nil)
    }

    @Test func `a rotation that is stopped goes on later`() async throws {
        let names = try prepare(200)
        let keys = try scene.open(scene.rotating)
        let task = Task {
            try await MasterKeyRotation(keys: keys, pool: pool).run { _ in
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        let status = try keys.status()
        #expect(status.wrapped == 64 && status.waiting == 136 && status.isRotationDue)
        try expect(names, in: try scene.open(scene.rotating))
        #expect(try await rotate(scene.rotating).rewrapped == 136)
        try expect(names, in: try scene.open(MasterKeyRing(current: scene.next)))
    }

    @Test func `a file that cannot be used keeps the former master key needed, and is left as it is`() async throws {
        var names = try prepare(3)
        try scene.change(.domain(2)) { $0[90] ^= 1 }
        names[.domain(2)] = nil
        let report = try await rotate(scene.rotating)
        #expect(report.rewrapped == 2 && report.failures.count == 1 && !report.isFinished)
        #expect(try scene.open(scene.rotating).status().isRotationDue)
        #expect(throws: BlobStoreError.self) { try scene.open(MasterKeyRing(current: scene.next)) }
        try expect(names, in: try scene.open(scene.rotating))
    }

    /// Every operation that a rotation of four files and the mark makes, failing in turn, and the process gone then.
    @Test(arguments: [FileOperation.createFile, .write, .synchronise, .rename, .synchroniseDirectory, .openFile])
    func `a rotation killed at any file operation loses no key`(_ operation: FileOperation) async throws {
        for step in 1...12 {
            let scene = try KeyScene()
            let keys = try scene.open()
            var names: [ContentID: ContentID] = [:]
            for number in 1...4 { names[.domain(number)] = try keys.cipher(for: .domain(number)).name(of: content) }
            let fileSystem = FaultyFileSystem(failing: FaultPoint(operation, step), with: .inputOutput(after: 20))
            if let keys = try? scene.open(scene.rotating, on: fileSystem) {
                _ = try? await MasterKeyRotation(keys: keys, pool: pool).run { _ in }
                fileSystem.heal()
                // The same process goes on with what it has.
                for (domain, name) in names {
                    #expect(try keys.standing(of: domain).cipher?.name(of: content) == name, "\(operation) \(step)")
                }
            }
            let again = try scene.open(scene.rotating)
            for (domain, name) in names { #expect(try again.standing(of: domain).cipher?.name(of: content) == name) }
            #expect(try await MasterKeyRotation(keys: again, pool: pool).run { _ in }.isFinished)
            let after = try scene.open(MasterKeyRing(current: scene.next))
            for (domain, name) in names { #expect(try after.standing(of: domain).cipher?.name(of: content) == name) }
        }
    }
}
