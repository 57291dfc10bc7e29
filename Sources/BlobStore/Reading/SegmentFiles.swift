import DurableIO
import Synchronization

/// The segments that are open for reading, the least recently opened of which are closed when there are many.
final class SegmentFiles: Sendable {
    fileprivate struct Open {
        var files: [UInt64: any ReadFile] = [:]
        var order: [UInt64] = []
        /// The segments that were forgotten so far.
        var forgotten: UInt64 = 0
    }

    private let directory: SegmentDirectory
    private let limit: Int
    private let open = Mutex(Open())

    /// Makes a set without open files.
    ///
    /// - Parameters:
    ///   - directory: The directory of segments.
    ///   - limit: The most files to keep open; those that somebody holds stay open beyond it.
    init(directory: SegmentDirectory, limit: Int = 256) {
        self.directory = directory
        self.limit = limit
    }

    /// Tells whether a segment is open, so that ``file(_:)`` need not wait for a disk.
    func isOpen(_ number: UInt64) -> Bool {
        open.withLock { $0.files[number] != nil }
    }

    /// Returns a segment, open for reading.
    func file(_ number: UInt64) throws(BlobStoreError) -> any ReadFile {
        let (known, forgotten) = open.withLock { ($0.files[number], $0.forgotten) }
        if let known { return known }
        let file: any ReadFile
        do throws(FileError) {
            file = try directory.fileSystem.openForReading(at: directory.path(of: number))
        } catch {
            throw .file(error)
        }
        open.withLock { open in
            // What is removed while it is opened would stay open, and take its room on the disk, for as long as nobody comes.
            if open.forgotten == forgotten { open.keep(file, number, limit: limit) }
        }
        return file
    }

    /// Forgets a segment that is removed; who holds it reads on.
    func forget(_ number: UInt64) {
        open.withLock { open in
            open.forgotten += 1
            open.files[number] = nil
            open.order.removeAll { $0 == number }
        }
    }
}

extension SegmentFiles.Open {
    fileprivate mutating func keep(_ file: any ReadFile, _ number: UInt64, limit: Int) {
        guard files.updateValue(file, forKey: number) == nil else { return }
        order.append(number)
        guard order.count > limit else { return }
        files[order.removeFirst()] = nil
    }
}
