package import BlobModel
package import DurableIO
import FoundationEssentials
package import SystemPackage

/// What a node's data directory says of itself: `node.json` in it.
package struct NodeDataRecord: Hashable, Sendable, Codable {
    /// The node.
    package let node: NodeID

    /// The deployment.
    package let deployment: DeploymentID

    /// The shards that were opened there.
    package let shards: [ShardID]
}

/// The data directory of a node, or a copy of one.
package struct NodeDirectory: Sendable {
    /// What a shard's directory has that cannot be made again, in the order in which it is copied.
    enum Part: String, CaseIterable {
        /// The log.
        case segments
        /// The keys of encrypted domains: durable before the first byte under them, so that after the log none is missing.
        case keys

        /// Whether a file of that name belongs to the part; what a writer has not finished does not.
        func has(_ name: String) -> Bool {
            switch self {
            case .segments: name.hasSuffix(".segment")
            case .keys: !name.hasSuffix(".new")
            }
        }
    }

    /// The name of the file that says which shard a directory has.
    static let identityName = "identity.json"

    /// The path of the directory.
    package let path: FilePath

    /// The file system that has it.
    let fileSystem: any FileSystem

    /// Names a directory.
    ///
    /// - Parameters:
    ///   - path: The path of the directory.
    ///   - fileSystem: The file system that has it.
    package init(_ path: FilePath, fileSystem: any FileSystem = LocalFileSystem()) {
        self.path = path
        self.fileSystem = fileSystem
    }

    /// The path of the file that says whose directory it is.
    var recordPath: FilePath { path.appending("node.json") }

    /// Returns the path of a shard.
    package func path(of shard: ShardID) -> FilePath { path.appending("shards").appending(shard.text) }

    /// Returns whose directory it is.
    ///
    /// - Throws: ``BackupError/noNode(_:)``, ``BackupError/malformedNode(_:)``; `FileError`.
    package func record() throws -> NodeDataRecord {
        guard let record = try recordIfAny() else { throw BackupError.noNode(path) }
        return record
    }

    /// Returns whose directory it is; nil when it does not say so.
    func recordIfAny() throws -> NodeDataRecord? {
        guard let bytes = try fileSystem.contentsIfAny(at: recordPath) else { return nil }
        guard let record = try? JSONDecoder().decode(NodeDataRecord.self, from: Data(bytes)) else {
            throw BackupError.malformedNode(recordPath)
        }
        return record
    }

    /// Returns the names of a part of a shard.
    func names(of part: Part, in shard: ShardID) throws(FileError) -> [FilePath.Component] {
        try fileSystem.listIfAny(at: path(of: shard).appending(part.rawValue)).filter { part.has($0.string) }
    }

    /// Returns the bytes in the segments of some shards.
    func segmentBytes(of shards: [ShardID]) throws(FileError) -> UInt64 {
        var sum: UInt64 = 0
        for shard in shards {
            for name in try names(of: .segments, in: shard) {
                let path = path(of: shard).appending(Part.segments.rawValue).appending(name)
                do throws(FileError) { sum += try fileSystem.openForReading(at: path).size() } catch {
                    guard error.isAbsence else { throw error }
                }
            }
        }
        return sum
    }
}
