import BlobModel
import Cryptography
import DurableIO
import SystemPackage

/// The directory `keys` of a shard: one file for each domain's key, and the mark that names the master key.
///
/// All calls block their thread. Every change is durable when its call returns, and a crash leaves the file as it was
/// before or as it is afterwards.
struct KeyDirectory: Sendable {
    private static let suffix = ".key"

    /// The directory's path.
    let path: FilePath

    /// The file system that has it.
    let fileSystem: any FileSystem

    /// Names a directory.
    ///
    /// - Parameters:
    ///   - path: The directory's path.
    ///   - fileSystem: The file system that has it.
    init(path: FilePath, fileSystem: any FileSystem) {
        self.path = path
        self.fileSystem = fileSystem
    }

    /// Names the directory of a shard's keys.
    ///
    /// - Parameters:
    ///   - shard: The shard's directory.
    ///   - fileSystem: The file system that has it.
    init(ofShardAt shard: FilePath, fileSystem: any FileSystem) {
        self.init(path: shard.appending("keys"), fileSystem: fileSystem)
    }

    /// The path of the mark.
    var markPath: FilePath { path.appending("MASTER") }

    /// Returns the path of a domain's key file: the SHA-256 of its ID in hexadecimal digits.
    func path(of domainKey: ContentID) -> FilePath {
        path.appending("\(domainKey)" + Self.suffix)
    }

    /// Makes the directory where it is missing, durably.
    func ensure() throws(BlobStoreError) {
        try BlobStoreError.wrap { () throws(FileError) in try fileSystem.ensureDirectory(at: path) }
    }

    /// Makes the names of all files durable; without the directory there is nothing to do.
    func synchronise() throws(BlobStoreError) {
        do throws(FileError) {
            try fileSystem.synchroniseDirectory(at: path)
        } catch  where error.isAbsence {
            return
        } catch {
            throw .file(error)
        }
    }

    /// Returns the mark; nil when there is none.
    func mark() throws(BlobStoreError) -> MasterMark? {
        guard let bytes = try contents(at: markPath) else { return nil }
        do throws(KeyFault) { return try MasterMark(decoding: bytes) } catch { throw .keys(markPath, error) }
    }

    /// Writes the mark.
    func write(_ mark: MasterMark) throws(BlobStoreError) {
        try replace(markPath, mark.encoded)
    }

    /// Returns the file of a domain's key; nil when it has none.
    func file(of domainKey: ContentID) throws(BlobStoreError) -> DomainKeyFile? {
        let path = path(of: domainKey)
        guard let bytes = try contents(at: path) else { return nil }
        do throws(KeyFault) {
            let file = try DomainKeyFile(decoding: bytes)
            guard file.domainKey == domainKey else { throw .foreign }
            return file
        } catch {
            throw .keys(path, error)
        }
    }

    /// Writes the file of a domain's key over what is there, an unfinished draft of it included.
    func write(_ file: DomainKeyFile) throws(BlobStoreError) {
        try replace(path(of: file.domainKey), file.encoded)
    }

    /// Returns the domains that have a key file, in the order of their keys; other files are passed over.
    func domains() throws(BlobStoreError) -> [ContentID] {
        do throws(FileError) {
            return try fileSystem.list(at: path).compactMap { Self.domainKey(of: $0.string) }
        } catch  where error.isAbsence {
            return []
        } catch {
            throw .file(error)
        }
    }

    private func replace(_ path: FilePath, _ bytes: [UInt8]) throws(BlobStoreError) {
        try BlobStoreError.wrap { () throws(FileError) in try fileSystem.replaceFile(at: path, with: bytes) }
    }

    private func contents(at path: FilePath) throws(BlobStoreError) -> [UInt8]? {
        do throws(FileError) {
            return try fileSystem.contents(at: path)
        } catch  where error.isAbsence {
            return nil
        } catch {
            throw .file(error)
        }
    }

    private static func domainKey(of name: String) -> ContentID? {
        name.hasSuffix(suffix) ? ContentID(parsing: String(name.dropLast(suffix.count))) : nil
    }
}
