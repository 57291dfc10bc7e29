package import DurableIO

/// Why a zip file, or a file in it, cannot be read.
package enum ZipError: Error, Hashable {
    /// There is no end of a directory: it is no zip file, or its end is missing.
    case notAZip

    /// The archive goes on in other files (APPNOTE.TXT §8).
    case severalDisks

    /// A header is not of its form, or points out of the archive.
    case malformed(offset: UInt64)

    /// The archive has more files than the limit.
    case tooManyFiles(UInt64, limit: UInt64)

    /// The directory has more octets than the limit.
    case directoryTooLarge(UInt64, limit: UInt64)

    /// All files together have more octets than the limit, which grows with the archive.
    case expandsTooFar(UInt64, limit: UInt64)

    /// A name is absolute, or leads elsewhere.
    case unsafeName(String)

    /// Two files have the same name.
    case repeatedName(String)

    /// There is no file of that name.
    case missing(String)

    /// A file is encrypted.
    case encrypted(String)

    /// A file is compressed by another method than DEFLATE; the number is that of APPNOTE.TXT §4.4.5.
    case unsupportedMethod(String, UInt16)

    /// The octets of a file are not those of which the archive has size and checksum.
    case damaged(String)

    /// A file that is needed whole has more octets than the limit.
    case tooLarge(String, limit: UInt64)

    /// The archive itself cannot be read.
    case file(FileError)
}

extension ZipError: CustomStringConvertible {
    /// A sentence for operators.
    package var description: String {
        switch self {
        case .notAZip: "It is no zip file, or its end is missing."
        case .severalDisks: "It is a part of a zip file that was split; join the parts first."
        case .malformed(let offset): "The zip file is damaged at offset \(offset)."
        case .tooManyFiles(let count, let limit): "The zip file has \(count) files, more than \(limit)."
        case .directoryTooLarge(let size, let limit):
            "The directory of the zip file has \(size) octets, more than \(limit)."
        case .expandsTooFar(let size, let limit):
            "The files in the zip file have \(size) octets, more than the \(limit) that one of its size may have."
        case .file(let error): error.description
        default: fileDescription
        }
    }

    private var fileDescription: String {
        switch self {
        case .unsafeName(let name): "The zip file has a file \"\(name)\", which leads out of the folder."
        case .repeatedName(let name): "The zip file has two files \"\(name)\"."
        case .missing(let name): "The zip file has no file \"\(name)\"."
        case .encrypted(let name): "\"\(name)\" is encrypted; unpack the zip file with its password first."
        case .unsupportedMethod(let name, let method):
            "\"\(name)\" is compressed by method \(method), which is not supported; unpack the zip file first."
        case .damaged(let name): "\"\(name)\" is damaged in the zip file: size or checksum is another."
        case .tooLarge(let name, let limit): "\"\(name)\" has more than \(limit) octets."
        default: "The zip file cannot be read."
        }
    }
}
