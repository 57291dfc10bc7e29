import BlobModel
import DurableIO

extension LogRecovery {
    /// Returns the numbers of the segments, after removing a last one of which not even the header was finished.
    ///
    /// A header is durable before the first record is appended, so that such a file has never had one.
    func usableSegments() throws(BlobStoreError) -> [UInt64] {
        do throws(FileError) {
            var numbers = try directory.numbers()
            guard let last = numbers.last, try isUnfinished(last) else { return numbers }
            try directory.fileSystem.remove(at: directory.path(of: last))
            try directory.fileSystem.synchroniseDirectory(at: directory.path)
            numbers.removeLast()
            return numbers
        } catch {
            throw .file(error)
        }
    }

    /// Checks that the log has everything that the index knows of.
    ///
    /// - Parameters:
    ///   - checkpoint: The place up to which the index knows the log.
    ///   - numbers: The segments that are there.
    /// - Throws: ``BlobStoreError/indexAheadOfLog(segment:offset:)`` when bytes are missing.
    func checkPresence(of checkpoint: LogPosition?, _ numbers: [UInt64]) throws(BlobStoreError) {
        let present = Set(numbers)
        var needed = try index.tallies().mapValues(\.byteCount)
        if let checkpoint { needed[checkpoint.segment] = checkpoint.offset }
        for (number, byteCount) in needed.sorted(by: { $0.key < $1.key }) {
            guard present.contains(number), try size(of: number) >= byteCount else {
                throw .indexAheadOfLog(segment: number, offset: byteCount)
            }
        }
    }

    /// Makes durable what a killed process may have left in the system's memory alone: a segment's bytes, and its name.
    ///
    /// The index must not know of a record that a loss of power can still take away, and what is there is answered, and
    /// deduplicated against, without another synchronisation. All other segments were synchronised when they were sealed.
    ///
    /// - Parameter number: The number of the last segment.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func synchronise(_ number: UInt64) throws(BlobStoreError) {
        try BlobStoreError.wrap { () throws(FileError) in
            try directory.fileSystem.openForAppending(at: directory.path(of: number)).synchronise()
            try directory.fileSystem.synchroniseDirectory(at: directory.path)
        }
    }

    private func isUnfinished(_ number: UInt64) throws(FileError) -> Bool {
        let file = try directory.fileSystem.openForReading(at: directory.path(of: number))
        let size = try file.size()
        guard size <= UInt64(SegmentHeader.byteCount) else { return false }
        let bytes = try file.read(at: 0, count: Int(size))
        do throws(SegmentFault) {
            _ = try SegmentHeader(decoding: bytes)
            return false
        } catch {
            // A header of another version is whole, and not for this one to remove.
            return [.cut, .magic, .checksum].contains(error)
        }
    }

    private func size(of number: UInt64) throws(BlobStoreError) -> UInt64 {
        do throws(FileError) {
            return try directory.fileSystem.openForReading(at: directory.path(of: number)).size()
        } catch {
            throw .file(error)
        }
    }
}
