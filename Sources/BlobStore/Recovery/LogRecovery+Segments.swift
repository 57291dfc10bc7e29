import BlobModel
import DurableIO

extension LogRecovery {
    /// Returns the names of the segments, after removing what was never finished.
    ///
    /// That is what compactions left that did not come to their end, and a last segment of which not even the header was
    /// finished: a header is durable before the first record is appended, so that such a file has never had one.
    func usableSegments() throws(BlobStoreError) -> [SegmentName] {
        do throws(FileError) {
            try directory.removeDrafts()
            var names = try directory.names()
            guard let last = names.last, try isUnfinished(last) else { return names }
            try directory.fileSystem.remove(at: directory.path(of: last.rawValue))
            try directory.fileSystem.synchroniseDirectory(at: directory.path)
            names.removeLast()
            return names
        } catch {
            throw .file(error)
        }
    }

    /// Checks that the log has everything that the index knows of.
    ///
    /// - Parameters:
    ///   - checkpoint: The place up to which the index knows the log.
    ///   - names: The segments that are there.
    ///   - layout: Which of them make up the log.
    /// - Throws: ``BlobStoreError/indexAheadOfLog(segment:offset:)`` when bytes are missing, or when the index has not
    ///   seen a compaction that could only come after it.
    func checkPresence(
        of checkpoint: LogPosition?,
        _ names: [SegmentName],
        _ layout: LogLayout
    ) throws(BlobStoreError) {
        let present = Set(names.map(\.rawValue))
        var needed = try index.tallies().mapValues(\.byteCount)
        if let checkpoint {
            needed[checkpoint.segment] = checkpoint.offset
            guard layout.current.contains(where: { $0.name.rawValue == checkpoint.segment }) else {
                throw .indexAheadOfLog(segment: checkpoint.segment, offset: checkpoint.offset)
            }
        }
        for (name, byteCount) in needed.sorted(by: { $0.key < $1.key }) {
            guard present.contains(name), try directory.size(of: SegmentName(rawValue: name)) >= byteCount else {
                throw .indexAheadOfLog(segment: name, offset: byteCount)
            }
        }
    }

    /// Brings a compaction to its end whose output is durable.
    ///
    /// An output that the disk does not give back is refused, although the inputs are there: some rows of the index point to it
    /// already, and to take them back would be a second way through what can lose most, hardly ever gone. Whoever
    /// removes its file has the inputs as the log again, from which `attache shard rebuild` makes the index.
    ///
    /// - Parameters:
    ///   - output: The output.
    ///   - inputs: The segments that it replaces and that are still there.
    /// - Throws: ``BlobStoreError/segmentInUse(_:bytes:)``, and what the file system or the index throws.
    func finish(_ output: LogLayout.Segment, replacing inputs: [LogLayout.Segment]) throws(BlobStoreError) {
        let reader = try SegmentReader.open(output.name.rawValue, in: directory, shard: shard)
        var repointing = Repointing(reader, replacing: inputs.map(\.name))
        while let moves = try repointing.nextMoves() {
            try index.write { (txn) throws(BlobStoreError) in try moves.enter(into: index, &txn) }
        }
        let ending = repointing.ending
        try index.write { (txn) throws(BlobStoreError) in try ending.enter(into: index, &txn) }
        try index.synchronise()
        try directory.remove(inputs.map(\.name))
    }

    private func isUnfinished(_ name: SegmentName) throws(FileError) -> Bool {
        guard name.generation == 0 else { return false }
        let file = try directory.fileSystem.openForReading(at: directory.path(of: name.rawValue))
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
}
