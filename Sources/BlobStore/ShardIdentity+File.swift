import BlobModel
import DurableIO
import FoundationEssentials
import SystemPackage

/// The file `identity.json` in a shard's directory (`Docs/formats/segment.md`).
extension ShardIdentity {
    private struct Document: Codable {
        var format: Int
        var shard: ShardID
        var deployment: DeploymentID
    }

    private static let format = 1

    /// Returns the path of the identity file of a shard.
    static func path(in directory: FilePath) -> FilePath { directory.appending("identity.json") }

    /// Reads the identity of a shard; nil when there is no file.
    ///
    /// - Parameters:
    ///   - directory: The shard's directory.
    ///   - fileSystem: The file system that has it.
    /// - Throws: ``BlobStoreError/malformedIdentity(_:)`` and ``BlobStoreError/file(_:)``.
    init?(readingFrom directory: FilePath, _ fileSystem: any FileSystem) throws(BlobStoreError) {
        let path = Self.path(in: directory)
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try fileSystem.contents(at: path)
        } catch  where error.isAbsence {
            return nil
        } catch {
            throw .file(error)
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            document.format == Self.format
        else { throw .malformedIdentity(path) }
        self.init(shard: document.shard, deployment: document.deployment)
    }

    /// Writes the identity of a new shard, durably.
    func write(to directory: FilePath, _ fileSystem: any FileSystem) throws(BlobStoreError) {
        let document = Document(format: Self.format, shard: shard, deployment: deployment)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(document) else {
            preconditionFailure("An identity is two strings and a number, which JSON can hold.")
        }
        do throws(FileError) {
            try fileSystem.replaceFile(at: Self.path(in: directory), with: Array(data))
        } catch {
            throw .file(error)
        }
    }
}
