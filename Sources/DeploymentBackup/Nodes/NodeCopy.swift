package import BlobModel
import DurableIO
import SystemPackage

/// Copies what a node's data directory has that cannot be made again, while the node runs or not.
///
/// Sealed segments never change, and what is in the copy already is passed over: a copy that was broken off goes on, and
/// one that is made again moves the new bytes alone. Nothing is removed from the copy: a shard knows a segment that was
/// replaced by its number and generation, and removes it when it is opened.
package struct NodeCopy: Sendable {
    /// How far a copy is.
    package struct Progress: Hashable, Sendable {
        /// The bytes that were copied, or were there.
        package let bytes: UInt64

        /// The bytes of all segments when the copy began.
        package let total: UInt64
    }

    /// Compaction replaces some segments in the time that the others take; so often in a row it does not.
    private static let maximumAttempts = 50

    private let source: NodeDirectory
    private let target: NodeDirectory

    /// Names what is copied and where to.
    ///
    /// - Parameters:
    ///   - source: The node's data directory.
    ///   - target: The directory of the copy, which need not exist.
    package init(of source: NodeDirectory, to target: NodeDirectory) {
        self.source = source
        self.target = target
    }

    /// Copies the shards, and then the file that says whose they are.
    ///
    /// - Parameters:
    ///   - deployment: The deployment that the node must be of.
    ///   - progress: Told after each piece how far the copy is.
    /// - Throws: ``BackupError``; `FileError`.
    package func run(of deployment: DeploymentID?, progress: (Progress) -> Void) throws {
        let record = try source.record()
        if let deployment, record.deployment != deployment {
            throw BackupError.otherDeployment(source.path, expected: deployment, found: record.deployment)
        }
        let total = try source.segmentBytes(of: record.shards)
        var bytes: UInt64 = 0
        for shard in record.shards {
            for part in NodeDirectory.Part.allCases {
                try copy(part, of: shard) { piece in
                    bytes += piece
                    progress(Progress(bytes: min(bytes, total), total: total))
                }
            }
            try copyFile(NodeDirectory.identityName, of: shard)
        }
        try target.fileSystem.replaceFile(
            at: target.recordPath,
            with: try source.fileSystem.contents(at: source.recordPath)
        )
    }

    /// Copies the files of a part until two looks in a row found none that went away.
    ///
    /// Compaction writes its segments before it removes those that they replace. One look at a long directory is several
    /// calls, and may miss the one and the other; a second look that begins when the first has ended does not.
    private func copy(_ part: NodeDirectory.Part, of shard: ShardID, _ progress: (UInt64) -> Void) throws {
        var calmLooks = 0
        for attempt in 1...Self.maximumAttempts {
            let isCalm = try copyOnce(part, of: shard) { piece in if attempt == 1 { progress(piece) } }
            calmLooks = isCalm ? calmLooks + 1 : 0
            if calmLooks == 2 { return }
        }
        throw BackupError.restless(source.path(of: shard), attempts: Self.maximumAttempts)
    }

    /// Copies the files of a part that are there now.
    ///
    /// - Returns: Whether none of them went away before it was copied.
    private func copyOnce(
        _ part: NodeDirectory.Part,
        of shard: ShardID,
        _ progress: (UInt64) -> Void
    ) throws -> Bool {
        let (from, to) = (source.path(of: shard), target.path(of: shard))
        let names = try source.names(of: part, in: shard)
        // A shard that has nothing yet has a directory for it all the same.
        guard part == .segments || !names.isEmpty else { return true }
        let folder = to.appending(part.rawValue)
        try target.fileSystem.ensureDirectory(at: folder)
        var isCalm = true
        for name in names {
            let file = from.appending(part.rawValue).appending(name)
            do {
                try copier.copy(file, to: folder.appending(name), progress: progress)
            } catch let error as FileError where error.isAbsence {
                isCalm = false
            }
        }
        try target.fileSystem.synchroniseDirectory(at: folder)
        return isCalm
    }

    private func copyFile(_ name: String, of shard: ShardID) throws {
        let folder = target.path(of: shard)
        try target.fileSystem.ensureDirectory(at: folder)
        try copier.copy(source.path(of: shard).appending(name), to: folder.appending(name)) { _ in }
        try target.fileSystem.synchroniseDirectory(at: folder)
    }

    private var copier: FileCopy { FileCopy(fileSystem: target.fileSystem) }
}
