package import BlobModel
package import FoundationEssentials
import SystemPackage

/// What a backup says of itself: `backup.json` in its directory.
package struct BackupRecord: Hashable, Sendable, Codable {
    /// The format that this version writes.
    static let currentFormat = 1

    /// The version of the format.
    let format: Int

    /// The instant of which the database is.
    package let created: Date

    /// The deployment.
    package let deployment: DeploymentID

    /// The name of the file with the database.
    let database: String

    /// The content ID of that file.
    let databaseContent: ContentID

    /// The octets of that file.
    package let databaseBytes: UInt64

    /// The references whose bytes belong to the database.
    package let references: UInt64

    /// Reads a record.
    ///
    /// - Throws: ``BackupError/malformedRecord(_:)``, ``BackupError/unknownFormat(_:_:)``.
    init(decoding bytes: [UInt8], at path: FilePath) throws(BackupError) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let data = Data(bytes)
        guard let version = try? decoder.decode(Version.self, from: data) else { throw .malformedRecord(path) }
        guard version.format == Self.currentFormat else { throw .unknownFormat(path, version.format) }
        guard let record = try? decoder.decode(Self.self, from: data), !record.database.contains("/") else {
            throw .malformedRecord(path)
        }
        self = record
    }

    /// Describes a backup.
    init(created: Date, facts: DatabaseFacts, database: String, content: BlobDescription) {
        format = Self.currentFormat
        self.created = created
        deployment = facts.deployment
        self.database = database
        databaseContent = content.blob
        databaseBytes = content.size
        references = facts.references
    }

    /// The record as JSON for people to read, too.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + Array("\n".utf8)
    }

    /// The member that all formats have.
    private struct Version: Decodable {
        let format: Int
    }
}
