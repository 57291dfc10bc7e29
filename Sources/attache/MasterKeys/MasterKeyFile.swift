import BlobStore
import DurableIO
import SystemPackage

/// A file that holds a master key.
struct MasterKeyFile {
    private let path: FilePath

    /// Names the file.
    init(_ path: String) {
        self.path = FilePath(path)
    }

    /// Reads the key.
    ///
    /// - Throws: ``MasterKeyFileError``, which does not tell the contents.
    func read() throws(MasterKeyFileError) -> MasterKey {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try LocalFileSystem().contents(at: path) } catch { throw .unreadable(error) }
        do throws(MasterKeyError) {
            return try MasterKey(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .malformed(path, error)
        }
    }
}

/// Why a file gives no master key.
enum MasterKeyFileError: Error, Hashable {
    /// The system does not give the file.
    case unreadable(FileError)
    /// The file holds something else.
    case malformed(FilePath, MasterKeyError)
}

extension MasterKeyFileError: CustomStringConvertible {
    /// The reason as a sentence.
    var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .malformed(let path, let error): "The file \(path) holds no master key. \(error)"
        }
    }
}
