import BlobAPI
import DurableIO
import FoundationEssentials
import SystemPackage

/// The files of `attache dev` in its data directory.
struct DevFiles: Sendable {
    /// The data directory.
    let data: FilePath

    /// The metadata database.
    var database: FilePath { data.appending(MetadataLocation.fileName) }

    /// The record of the numbers of nodes and shards.
    var record: FilePath { data.appending("dev.json") }

    /// The directory of the secrets.
    var secrets: FilePath { data.appending("secrets") }

    /// Returns the file with the secret of a service.
    func secret(of service: String) -> FilePath { secrets.appending("\(service).secret") }

    /// Returns the data directory of a node.
    func node(_ node: DevNode) -> FilePath { data.appending(node.name) }

    /// Makes the directories that are missing, readable by their owner only.
    ///
    /// - Throws: ``DevError/file(_:reason:)``.
    func makeDirectories(for nodes: [DevNode]) throws(DevError) {
        for path in [data, secrets] + nodes.map(node) {
            do {
                try FileManager.default.createDirectory(
                    atPath: path.string,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch {
                throw .file(path, reason: "the directory cannot be made")
            }
        }
    }

    /// Returns the secret of a service, which is made when there is none.
    ///
    /// - Throws: `SecretFileError`; `PeerSecretError`.
    func peerSecret(of service: String) throws -> PeerSecret {
        let path = secret(of: service)
        if !FileManager.default.fileExists(atPath: path.string) {
            try SecretFile(path).create(PeerSecret.random().current)
        }
        return try SecretFile(path).read()
    }

    /// Takes the data directory for this process alone, until the lock is let go or the process ends.
    ///
    /// Nothing in the directory may be changed before: another `attache dev` may work with it.
    ///
    /// - Throws: ``DevError/dataInUse(_:)``, ``DevError/file(_:reason:)``.
    func lock() throws(DevError) -> any FileLock {
        let path = data.appending("dev.lock")
        do throws(FileError) {
            return try LocalFileSystem().lock(at: path)
        } catch .locked {
            throw .dataInUse(data)
        } catch {
            throw .file(path, reason: "it cannot be locked")
        }
    }

    /// Records the numbers of nodes and shards, or checks that they are the recorded ones.
    ///
    /// - Throws: ``DevError/changedShape(recorded:asked:data:)``, ``DevError/recordUnreadable(_:)``,
    ///   ``DevError/file(_:reason:)``.
    func settle(_ shape: DevShape) throws(DevError) {
        guard FileManager.default.fileExists(atPath: record.string) else { return try write(shape) }
        guard let text = try? Data(contentsOf: URL(filePath: record.string)),
            let recorded = try? JSONDecoder().decode(DevShape.self, from: text)
        else { throw .recordUnreadable(record) }
        guard recorded == shape else { throw .changedShape(recorded: recorded, asked: shape, data: data) }
    }

    private func write(_ shape: DevShape) throws(DevError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            try encoder.encode(shape).write(to: URL(filePath: record.string), options: .atomic)
        } catch {
            throw .file(record, reason: "it cannot be written")
        }
    }
}
