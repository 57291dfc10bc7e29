import BlobAPI
import BlobModel
import DurableIO
import SystemPackage

/// The directories of a node's shards: made once, recorded, and refused when they are gone.
///
/// A shard is recorded after it was opened for the first time. From then on its directory must be there with something
/// in it: an empty one is a disk that is not mounted, and a fresh shard in its place would hide the loss.
struct ShardDirectories: Sendable {
    private let data: FilePath
    private let fileSystem: any FileSystem
    private let recordPath: FilePath

    /// Names the directories in a node's data directory.
    init(in data: FilePath, fileSystem: any FileSystem) {
        self.data = data
        self.fileSystem = fileSystem
        recordPath = data.appending("node.json")
    }

    /// Returns the directory of a shard.
    func path(of shard: ShardID) -> FilePath {
        data.appending("shards").appending(shard.text)
    }

    /// Checks that the data directory belongs to the node, before the front is asked.
    ///
    /// - Throws: ``BlobServiceError`` and `FileError`.
    func check(_ node: NodeID) throws {
        guard let record = try record(), record.node != node else { return }
        throw BlobServiceError.foreignNode(recorded: record.node, configured: node, data)
    }

    /// Makes what is missing for an assignment, and refuses what must not be missing.
    ///
    /// - Throws: ``BlobServiceError`` and `FileError`.
    func prepare(for assignment: NodeAssignment) throws {
        let record = try record()
        if let record, record.deployment != assignment.deployment {
            throw BlobServiceError.foreignDeployment(
                recorded: record.deployment,
                assigned: assignment.deployment,
                data
            )
        }
        let known = Set(record?.shards ?? [])
        for shard in known.sorted() where try isMissing(shard) {
            throw BlobServiceError.shardDirectoryMissing(shard, path(of: shard))
        }
        for shard in assignment.shards where !known.contains(shard) {
            try fileSystem.ensureDirectory(at: path(of: shard))
        }
    }

    /// Returns whether a shard was opened here before.
    ///
    /// - Throws: ``BlobServiceError`` and `FileError`.
    func isRecorded(_ shard: ShardID) throws -> Bool {
        try record()?.shards.contains(shard) ?? false
    }

    /// Records durably that the shards of an assignment have been opened.
    ///
    /// - Throws: ``BlobServiceError`` and `FileError`.
    func recordOpened(_ assignment: NodeAssignment) throws {
        let former = try record()
        let shards = Set(former?.shards ?? []).union(assignment.shards).sorted()
        let record = NodeRecord(node: assignment.node, deployment: assignment.deployment, shards: shards)
        guard record != former else { return }
        try fileSystem.replaceFile(at: recordPath, with: APICoding.encode(record))
    }

    private func record() throws -> NodeRecord? {
        let octets: [UInt8]
        do throws(FileError) {
            octets = try fileSystem.contents(at: recordPath)
        } catch  where error.isAbsence {
            return nil
        }
        guard let record = try? APICoding.decode(NodeRecord.self, from: octets) else {
            throw BlobServiceError.malformedRecord(recordPath)
        }
        return record
    }

    private func isMissing(_ shard: ShardID) throws(FileError) -> Bool {
        do throws(FileError) {
            return try fileSystem.list(at: path(of: shard)).isEmpty
        } catch  where error.isAbsence {
            return true
        }
    }
}
