import BlobModel
import BlobStore
import DurableIO
import FoundationEssentials
import RandomTesting
import SystemPackage

/// Damages the files of a shard at random and looks what the engine makes of it.
///
/// It may refuse the shard, or give back fewer blobs, by errors of its own; it never gives back other bytes, and never ends
/// the process. The index's file is left alone: LMDB trusts it.
struct MutationCampaign {
    /// A directory for the shards.
    let workspace: FilePath
    /// What was put into the shard.
    let script: Script
    /// The seed of the damages.
    let seed: UInt64

    /// Damages copies of a shard, one per round.
    ///
    /// - Parameters:
    ///   - original: The shard, which is closed.
    ///   - rounds: The number of the copies.
    ///   - report: Tells of each round.
    /// - Returns: A sentence for each thing that is wrong.
    /// - Throws: What the real disk refuses.
    func run(on original: FilePath, rounds: Int, report: (String) -> Void) async throws -> [String] {
        var findings: [String] = []
        for round in 0..<rounds {
            report("round \(round)")
            findings += try await self.round(round, on: original).map { "round \(round): \($0)" }
        }
        return findings
    }

    private func round(_ round: Int, on original: FilePath) async throws -> [String] {
        let copy = workspace.appending("copy")
        if FileManager.default.fileExists(atPath: copy.string) {
            try FileManager.default.removeItem(atPath: copy.string)
        }
        try FileManager.default.copyItem(atPath: original.string, toPath: copy.string)
        var random = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(round))
        try damage(copy, &random)
        try Probe.start(at: copy)
        defer { Probe.stop() }
        let place = ShardPlace(copy, script.name)
        if Bool.random(using: &random) { try place.removeIndex() }
        return try await use(place, &random)
    }

    /// Overwrites a file other than the index by a mutation of it.
    private func damage(_ directory: FilePath, _ random: inout SeededGenerator) throws {
        guard let path = try files(in: directory).randomElement(using: &random) else { return }
        let bytes = try LocalFileSystem().contents(at: path)
        var mutator = Mutator(corpus: [bytes], seed: random.next())
        try LocalFileSystem().remove(at: path)
        try LocalFileSystem().createFile(at: path).append(mutator.next().span)
    }

    private func files(in directory: FilePath) throws -> [FilePath] {
        var files = [directory.appending("identity.json")]
        for name in ["segments", "keys"] {
            let folder = directory.appending(name)
            let names = (try? LocalFileSystem().list(at: folder)) ?? []
            files += names.map { folder.appending($0) }
        }
        return files
    }

    /// Does with the shard whatever can be done.
    private func use(_ place: ShardPlace, _ random: inout SeededGenerator) async throws -> [String] {
        var findings = await open(place)
        do throws(BlobStoreError) {
            let masterKeys = try? place.masterKeys()
            _ = try StoppedShard(at: place.directory, masterKeys: masterKeys).verify()
        } catch {
            // Refused, by an error of the engine.
        }
        do throws(BlobStoreError) {
            let isSalvage = Bool.random(using: &random)
            let masterKeys = try? place.masterKeys()
            _ = try ShardRebuild(at: place.directory, masterKeys: masterKeys, isSalvage: isSalvage).run()
        } catch {
            return findings
        }
        findings += await open(place).map { "rebuilt: \($0)" }
        return findings
    }

    private func open(_ place: ShardPlace) async -> [String] {
        let shard: Shard
        do {
            shard = try await place.open()
        } catch {
            return error is BlobStoreError ? [] : ["it is refused by an error that is not the engine's: \(error)"]
        }
        var findings: [String] = []
        for case .put(let blob) in script.steps { findings += await wrongBytes(of: blob, in: shard) }
        _ = try? await shard.scrub()
        await shard.close()
        return findings
    }

    private func wrongBytes(of blob: ProbeBlob, in shard: Shard) async -> [String] {
        do {
            let bytes = try await shard.bytes(of: blob)
            return bytes == nil || bytes == blob.bytes ? [] : ["\(blob.reference) came back changed"]
        } catch {
            return error is BlobError ? [] : ["an error that is not the engine's: \(error)"]
        }
    }
}
