import BlobModel
import BlobStore
import DurableIO
import FoundationEssentials
import Logging
import SystemPackage

/// Where a workload's shard is, and how it is opened.
struct ShardPlace: Sendable {
    /// The shard's directory.
    let directory: FilePath
    /// The workload, on which some settings depend.
    let workload: WorkloadName
    /// Which master keys the settings have, if the shard is encrypted.
    var keys: MasterKeyStage

    /// Makes a place.
    init(_ directory: FilePath, _ workload: WorkloadName, keys: MasterKeyStage = MasterKeyStage()) {
        self.directory = directory
        self.workload = workload
        self.keys = keys
    }

    /// Opens the shard, or makes it.
    func open() async throws -> Shard {
        var options = ShardOptions(chunkingSecret: try ChunkingSecret(validating: [UInt8](0..<32)))
        // Small, so that a short workload has several segments, windows, and batches.
        options.segmentByteLimit = 300_000
        options.uploadWindowByteCount = 100_000
        // Less than any disk has that does not say that it is full.
        options.reservedBytes = 1
        options.readerThreads = 2
        options.indexMapByteCount = 64 << 10
        options.maintenanceBytesPerSecond = 0
        // A shard that is kept must not have its upload session expire.
        options.sessionExpiry = 100 * 365 * 86_400
        options.masterKeys = try masterKeys()
        return try await Shard.open(at: directory, identity: identity(), options: options, logger: Self.logger)
    }

    /// Removes the index of the closed shard.
    func removeIndex() throws {
        try remove("data.mdb")
        try remove("lock.mdb")
    }

    private func remove(_ name: String) throws {
        do throws(FileError) {
            try LocalFileSystem().remove(at: directory.appending("index").appending(name))
        } catch  where error.isAbsence {
            // There is nothing to remove.
        } catch {
            throw ProbeError.hindered("\(error)")
        }
    }

    /// The master keys of an encrypted shard; nil for a plain one.
    func masterKeys() throws -> MasterKeyRing? {
        workload.isEncrypted ? try keys.ring() : nil
    }

    private func identity() throws -> ShardIdentity {
        ShardIdentity(
            shard: try ShardID(validating: "probe"),
            deployment: try DeploymentID(validating: "aaaaaaaaaaaaaaaaaaaaaaaaaa")
        )
    }

    private static var logger: Logger {
        // What the engine says of faults that were made is not to be read.
        Logger(label: "engine-probe") { _ in SwiftLogNoOpLogHandler() }
    }
}
