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

    /// Refuses the assignment of another deployment than the one whose data are here.
    ///
    /// - Throws: ``BlobServiceError`` and `FileError`.
    func check(_ assignment: NodeAssignment) throws {
        guard let record = try record(), record.deployment != assignment.deployment else { return }
        throw BlobServiceError.foreignDeployment(recorded: record.deployment, assigned: assignment.deployment, data)
    }

    /// Makes the directory of a shard, unless it was opened here before: then it must be there.
    ///
    /// - Returns: Whether the shard was opened here before.
    /// - Throws: ``BlobServiceError/shardDirectoryMissing(_:_:)``, and `FileError`.
    func prepare(_ shard: ShardID) throws -> Bool {
        guard try isRecorded(shard) else {
            try fileSystem.ensureDirectory(at: path(of: shard))
            return false
        }
        guard try !isMissing(shard) else { throw BlobServiceError.shardDirectoryMissing(shard, path(of: shard)) }
        return true
    }

    /// Returns whether a shard was opened here before.
    ///
    /// - Throws: ``BlobServiceError`` and `FileError`.
    func isRecorded(_ shard: ShardID) throws -> Bool {
        try record()?.shards.contains(shard) ?? false
    }

    /// Records durably that shards of an assignment have been opened.
    ///
    /// - Throws: ``BlobServiceError`` and `FileError`.
    func recordOpened(_ shards: [ShardID], _ assignment: NodeAssignment) throws {
        let former = try record()
        let all = Set(former?.shards ?? []).union(shards).sorted()
        let record = NodeRecord(node: assignment.node, deployment: assignment.deployment, shards: all)
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
