import DurableIO
import DurableIOTesting
import Synchronization
import SystemPackage

/// The local file system on a disk of which a synchronisation fails as it does on Linux.
///
/// What was not on the disk stays readable and is taken for written: later synchronisations succeed without writing it. It is
/// gone once the system needs the memory.
final class ForgetfulFileSystem: WrappingFileSystem {
    private struct State {
        var unwritten: [FilePath: [Range<UInt64>]] = [:]
        var forgotten: [FilePath: [Range<UInt64>]] = [:]
        var failsNext = false
    }

    let base: any FileSystem = LocalFileSystem()
    private let state = Mutex(State())
    private let ignoresRewriting: Bool

    /// Makes a file system of which nothing fails yet.
    ///
    /// - Parameter ignoresRewriting: Whether bytes that are written again where they stand are as good as not.
    init(ignoringRewriting ignoresRewriting: Bool = false) {
        self.ignoresRewriting = ignoresRewriting
    }

    /// Lets the next synchronisation of a file fail.
    func failNextSynchronisation() {
        state.withLock { $0.failsNext = true }
    }

    /// Takes out of memory what never reached the disk: zeros are left.
    func dropCaches() throws(FileError) {
        for (path, ranges) in state.withLock({ $0.forgotten }) {
            for range in ranges {
                try base.rewrite([UInt8](repeating: 0, count: range.count), at: range.lowerBound, of: path)
            }
        }
    }

    func createFile(at path: FilePath) throws(FileError) -> any AppendFile {
        File(try base.createFile(at: path), self)
    }

    func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        File(try base.openForAppending(at: path), self)
    }

    func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        try base.rewrite(bytes, at: offset, of: path)
        guard !ignoresRewriting else { return }
        note(offset..<offset + UInt64(bytes.count), of: path)
    }

    /// Notes that bytes were written to memory, new to the system whatever was there before.
    private func note(_ range: Range<UInt64>, of path: FilePath) {
        state.withLock { state in
            state.unwritten[path, default: []].append(range)
            state.forgotten[path] = state.forgotten[path]?.flatMap { former in
                [
                    former.lowerBound..<max(former.lowerBound, min(former.upperBound, range.lowerBound)),
                    min(former.upperBound, max(former.lowerBound, range.upperBound))..<former.upperBound,
                ]
            }.filter { !$0.isEmpty }
        }
    }

    /// Writes to the disk what is new to the system, or fails and takes it for written.
    private func synchronise(_ path: FilePath) throws(FileError) {
        let isFailing = state.withLock { state in
            defer {
                state.unwritten[path] = nil
                state.failsNext = false
            }
            if state.failsNext { state.forgotten[path, default: []] += state.unwritten[path] ?? [] }
            return state.failsNext
        }
        guard !isFailing else { throw .system(operation: .synchronise, path: path, errno: .ioError) }
    }

    private final class File: WrappingAppendFile {
        let base: any AppendFile
        private let fileSystem: ForgetfulFileSystem

        init(_ base: any AppendFile, _ fileSystem: ForgetfulFileSystem) {
            self.base = base
            self.fileSystem = fileSystem
        }

        func append(_ bytes: Span<UInt8>) throws(FileError) {
            let start = try base.size()
            try base.append(bytes)
            fileSystem.note(start..<start + UInt64(bytes.count), of: path)
        }

        func append(_ pieces: [[UInt8]]) throws(FileError) {
            let start = try base.size()
            try base.append(pieces)
            fileSystem.note(start..<(try base.size()), of: path)
        }

        func synchronise() throws(FileError) {
            try fileSystem.synchronise(path)
            try base.synchronise()
        }
    }
}
