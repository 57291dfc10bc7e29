package import SystemPackage

/// What can go wrong with a file.
package enum FileError: Error, Hashable {
    /// The operating system refused an operation.
    case system(operation: FileOperation, path: FilePath, errno: Errno)
    /// Another holder, in this process or another, has the lock on the file.
    case locked(path: FilePath)
    /// A file ended before the bytes that were asked for.
    case endOfFile(path: FilePath, offset: UInt64, wanted: Int, found: Int)

    /// The file that the error is about.
    package var path: FilePath {
        switch self {
        case .system(_, let path, _), .locked(let path), .endOfFile(let path, _, _, _): path
        }
    }

    /// Whether the file or directory does not exist.
    package var isAbsence: Bool { has(.noSuchFileOrDirectory) }

    /// Whether the file or directory exists already.
    package var isPresence: Bool { has(.fileExists) }

    /// Whether the process lacks the permission.
    package var isDenial: Bool { has(.permissionDenied) || has(.notPermitted) }

    /// Whether the file system, the quota, or the largest file size is exhausted.
    package var isNoSpace: Bool { has(.noSpace) || has(.diskQuotaExceeded) || has(.fileTooLarge) }

    /// Whether the same operation may succeed later without anybody mending anything but load or space.
    ///
    /// Never true of ``FileOperation/synchronise``: after a failed synchronisation the kernel may have dropped the
    /// bytes and may report success the next time.
    package var isWorthRetrying: Bool {
        switch self {
        case .system(.synchronise, _, _), .system(.synchroniseDirectory, _, _), .endOfFile: false
        case .system: isNoSpace || has(.tooManyOpenFiles) || has(.tooManyOpenFilesInSystem) || has(.noMemory)
        case .locked: true
        }
    }

    private func has(_ wanted: Errno) -> Bool {
        guard case .system(_, _, let errno) = self else { return false }
        return errno == wanted
    }
}

extension FileError: CustomStringConvertible {
    /// A sentence that names the operation, the path, and the cause.
    package var description: String {
        switch self {
        case .system(let operation, let path, let errno):
            "Cannot \(operation.rawValue) \(path): \(errno)."
        case .locked(let path):
            "\(path) is locked: another process, or another part of this one, has it open."
        case .endOfFile(let path, let offset, let wanted, let found):
            "\(path) ends too early: \(wanted) bytes wanted at offset \(offset), \(found) found."
        }
    }
}
