package import SystemPackage

extension FileSystem {
    /// Makes a directory and those above it where they are missing, durably.
    ///
    /// A directory that is there becomes durable too: whoever made it may have been killed before it was.
    package func ensureDirectory(at path: FilePath) throws(FileError) {
        do throws(FileError) {
            try createDirectory(at: path)
        } catch  where error.isPresence {
            return try confirmName(of: path)
        } catch  where error.isAbsence && !path.parent.isEmpty {
            try ensureDirectory(at: path.parent)
            try createDirectory(at: path)
        }
        try synchroniseDirectory(at: path.parent)
    }

    /// Makes the name of a directory durable that was there, unless its parent is not for this process to read.
    private func confirmName(of path: FilePath) throws(FileError) {
        do throws(FileError) {
            try synchroniseDirectory(at: path.parent)
        } catch  where error.isDenial {
            // Then it was not this service, under the same account, that made it.
        }
    }

    /// Makes a run of a file durable that may stand in the system's memory alone, whatever became of its synchronisations.
    ///
    /// To synchronise it once more is not enough: after a failure the system may take pages for written that it has in
    /// memory only, and report success the next time. That is why PostgreSQL ends itself when a synchronisation fails,
    /// rather than to try again, and makes its pages anew from its log. Here the bytes are read and written again first.
    ///
    /// - Parameters:
    ///   - range: The offsets, which are in the file.
    ///   - path: The file, to which nobody writes meanwhile.
    /// - Throws: The error of the first step that failed; the file has the same bytes still.
    package func secure(_ range: Range<UInt64>, of path: FilePath) throws(FileError) {
        let file = try openForReading(at: path)
        var start = range.lowerBound
        while start < range.upperBound {
            let count = min(range.upperBound - start, 1 << 20)
            try rewrite(try file.read(at: start, count: Int(count)), at: start, of: path)
            start += count
        }
        try openForAppending(at: path).synchronise()
    }

    /// Returns a whole file's bytes.
    package func contents(at path: FilePath) throws(FileError) -> [UInt8] {
        let file = try openForReading(at: path)
        return try file.read(at: 0, count: Int(file.size()))
    }

    /// Writes a whole file durably, so that a crash leaves the former bytes or the new ones, never a mixture.
    ///
    /// The bytes go to a neighbour named `<name>.new`, which is synchronised and renamed; then the directory is
    /// synchronised. There must be one writer for a path at a time.
    ///
    /// - Parameters:
    ///   - path: The file to write or to replace.
    ///   - bytes: All of its bytes.
    /// - Throws: The error of the first step that failed; the former bytes stay, or already are the new ones.
    package func replaceFile(at path: FilePath, with bytes: [UInt8]) throws(FileError) {
        var draft = path
        draft.extension = path.extension.map { $0 + ".new" } ?? "new"
        do throws(FileError) {
            try remove(at: draft)
        } catch  where error.isAbsence {
            // The usual case: no crash left a draft behind.
        }
        let file = try createFile(at: draft)
        try file.append(bytes.span)
        try file.synchronise()
        try rename(from: draft, to: path)
        try synchroniseDirectory(at: path.parent)
    }
}

extension FilePath {
    /// The directory that holds the path's last component; `.` for a bare name.
    package var parent: FilePath {
        let parent = removingLastComponent()
        return parent.isEmpty && lastComponent != nil && self != "." ? "." : parent
    }
}
