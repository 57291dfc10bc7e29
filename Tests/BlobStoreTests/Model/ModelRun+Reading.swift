import BlobModel
import BlobStoreTesting
import DurableIO
import RandomTesting
import Testing

@testable import BlobStore

extension ModelOperation {
    /// Steps that read.
    static let reading = [
        ModelOperation(name: "read by reference", weight: 6) { run in try await run.readByReference() },
        ModelOperation(name: "read a range", weight: 6) { run in try await run.readRange() },
        ModelOperation(name: "read what is not referenced", weight: 8) { run in try await run.readUnreferenced() },
        ModelOperation(name: "read regions", weight: 3) { run in try await run.readRegions() },
        ModelOperation(name: "read what is not there", weight: 1) { run in
            let content = ContentID(of: run.random.bytes(8).span)
            let domain = run.pickDomain()
            await run.expect(.notFound(content)) { try await run.shard.description(of: content, in: domain) }
        },
    ]
}

extension ModelRun {
    /// Expects the bytes of a blob that must be there.
    func expectBytes(of name: ShardModel.Name) async throws {
        let isSame = try await shard.bytes(of: name.id, in: name.domain) == model.contents[name]
        #expect(isSame, place)
    }

    /// Expects that an operation fails in a certain way.
    func expect<Value>(_ expected: BlobError, _ body: () async throws -> Value) async {
        do {
            _ = try await body()
            Issue.record("\(place.rawValue): the operation succeeded instead of \(expected)")
        } catch {
            #expect(error as? BlobError == expected, place)
        }
    }

    mutating func readByReference() async throws {
        guard let reference = pickReference(), let name = model.references[reference] else { return }
        let expected = BlobDescription(blob: name.id, size: UInt64(model.contents[name]?.count ?? 0))
        #expect(try await shard.blob(of: reference, in: name.domain) == expected, place)
        #expect(try await shard.description(of: name.id, in: name.domain) == expected, place)
        try await expectBytes(of: name)
    }

    mutating func readRange() async throws {
        guard let (name, range, expected) = pickRange() else { return }
        let bytes = try await shard.read(name.id, in: name.domain, range: range).collect(upTo: 1 << 20)
        let isSame = bytes == expected
        #expect(isSame, place)
    }

    mutating func readRegions() async throws {
        guard let (name, range, expected) = pickRange() else { return }
        guard let regions = try await shard.sendableRegions(of: name.id, in: name.domain, range: range) else {
            return #expect(masterKeys != nil, place)
        }
        let bytes = try regions.flatMap { try $0.file.read(at: $0.offset, count: Int($0.length)) }
        let isSame = bytes == expected
        #expect(isSame, place)
    }

    private mutating func pickRange() -> (name: ShardModel.Name, range: Range<UInt64>, bytes: [UInt8])? {
        guard let reference = pickReference(), let name = model.references[reference],
            let bytes = model.contents[name]
        else { return nil }
        let ends = (0..<2).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
        return (name, UInt64(ends[0])..<UInt64(ends[1]), Array(bytes[ends[0]..<ends[1]]))
    }

    /// Reads a blob to which there is no reference: what is promised of it depends on the time.
    mutating func readUnreferenced() async throws {
        let names = model.unreferenced
        guard !names.isEmpty else { return }
        let name = names[Int.random(in: 0..<names.count, using: &random)]
        let promise = model.promise(of: name, at: clock.now)
        do {
            let isSame = try await shard.bytes(of: name.id, in: name.domain) == model.contents[name]
            #expect(isSame, place)
            if case .absence = promise { Issue.record("\(place.rawValue): a collected blob was read") }
        } catch let error as BlobError {
            if case .bytes = promise { Issue.record("\(place.rawValue): \(error) within the grace") }
            // Compaction and a rebuilt index may leave a manifest that nobody claims without its chunks.
            #expect(error.isAbsence || error.isWorthRetrying, place)
        }
    }
}
