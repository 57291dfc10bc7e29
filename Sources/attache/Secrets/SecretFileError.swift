import SystemPackage

/// Why a secret cannot be written or read.
enum SecretFileError: Error, Hashable {
    /// The file exists, and may be in use.
    case exists(FilePath)
    /// The system refuses.
    case cannotWrite(FilePath, String)
    /// The file is not there, or cannot be read.
    case cannotRead(FilePath, String)
}

extension SecretFileError: CustomStringConvertible {
    /// The reason as a sentence.
    var description: String {
        switch self {
        case .exists(let path): "The file \(path) exists already; it is left alone."
        case .cannotWrite(let path, let reason): "The file \(path) cannot be written: \(reason)."
        case .cannotRead(let path, let reason): "The file \(path) cannot be read: \(reason)."
        }
    }
}
