import BlobModel
import DurableIO
import KeyValueIndex
import Logging

/// Rewrites the segments of a shard of which little is in use, while the shard serves.
///
/// "Compaction destroys data more often than anything else in stores of this kind." So the order is fixed: reserve space;
/// copy; make durable every removal on which the copy relied; make the output durable and give it its name, which commits; repoint
/// the index in bounded transactions; make that durable; remove the inputs. It may stop between any two of its steps,
/// and is taken back or brought to its end by the next one, or by the next opening.
struct Compactor: Sendable {
    /// Tells how far the compaction is.
    typealias Observer = @Sendable (CompactionProgress) -> Void

    /// About the bytes that the change of a row costs.
    private static let rowByteCount = 256

    /// What is open of the shard.
    let parts: Shard.Parts

    /// The shard's ID.
    let shard: ShardID

    /// The shard's settings.
    let options: ShardOptions

    /// The thread on which the compaction blocks.
    let pool: BlockingPool

    /// What slows it down.
    let pacer: any Pacer

    /// Is told how far the compaction is.
    let progress: Observer

    /// Rewrites until nothing is worth it.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, and what the file system or the index throws.
    func run() async throws -> CompactionReport {
        if let refusal = parts.writer.refusal { throw refusal }
        var report = CompactionReport()
        try await resume(&report)
        var passed: UInt64 = 0
        var blocked: Set<SegmentName> = []
        while let choice = try await nextChoice(except: blocked) {
            if let refusal = try await attempt(choice, passed, &report) {
                report.skipped.append(CompactionSkip(choice.run, refusal.reason))
                blocked.formUnion(refusal.segments)
            } else {
                passed += choice.run.byteCount
                // What a copy keeps for another reason than that a row points to it would be rewritten for ever; a run of
                // several segments leaves fewer of them, which comes to an end by itself.
                if choice.run.inputs.count == 1 { blocked.insert(choice.run.output) }
            }
        }
        return report
    }

    /// Rewrites a run, or returns why it stays as it is.
    private func attempt(
        _ choice: CompactionChoice,
        _ passed: UInt64,
        _ report: inout CompactionReport
    ) async throws -> CompactionRefusal? {
        let run = choice.run
        if let lack = try await lackOfSpace(for: run) { return CompactionRefusal(lack, run.names) }
        let copy: CompactionCopy
        do {
            copy = try await self.copy(run, after: choice.former, passed)
        } catch let error as BlobStoreError {
            guard let refusal = try await refusal(for: error, run) else { throw error }
            return refusal
        }
        // The output has its name: from here on there is no way back, and nothing else may be done before it is finished.
        try await replace(run.names, by: run.output)
        note(copy, of: run, &report)
        return nil
    }

    /// Brings to their end the compactions whose outputs are there and whose inputs are there too.
    private func resume(_ report: inout CompactionReport) async throws {
        let layout = try await pool.run { () throws(BlobStoreError) -> LogLayout in try self.layout() }
        for output in layout.unfinished {
            try await pool.run { () throws(BlobStoreError) in try synchroniseDirectory() }
            try await replace(layout.inputs(of: output).map(\.name), by: output.name)
            report.resumedSegments += 1
        }
    }

    private func note(_ copy: CompactionCopy, of run: CompactionRun, _ report: inout CompactionReport) {
        report.replacedSegments += run.inputs.count
        report.writtenSegments += 1
        report.readBytes += run.inputs.reduce(0) { $0 + $1.tally.byteCount + UInt64(SegmentFooter.byteCount) }
        report.writtenBytes += copy.draft.position.offset + UInt64(SegmentFooter.byteCount)
        report.droppedRecords += copy.passedRecords - copy.keptRecords
        parts.logger.info(
            "Segments were compacted",
            metadata: [
                "segments": "\(run.names.first ?? run.output) through \(run.through)", "segment": "\(run.output)",
                "bytes": "\(run.byteCount)", "kept": "\(copy.draft.position.offset)",
            ]
        )
    }

    /// Writes and publishes the output of a run.
    private func copy(
        _ run: CompactionRun,
        after former: SegmentName?,
        _ passed: UInt64
    ) async throws -> CompactionCopy {
        let copy = Handover(
            try await pool.run { () throws(BlobStoreError) in
                try CompactionCopy(run, after: former, in: parts.directory, parts.reader.index, shard)
            }
        )
        do {
            var bytes: UInt64 = 0
            while let count = try await step(copy) {
                bytes += UInt64(count)
                progress(CompactionProgress(bytes: passed + bytes, total: passed + max(run.byteCount, bytes)))
                // It was read, and perhaps written.
                try await pacer.pause(after: 2 * count)
            }
            try await commit(copy)
            return copy.current
        } catch {
            await pool.run { copy.current.draft.discard() }
            throw error
        }
    }

    private func step(_ copy: Handover<CompactionCopy>) async throws(BlobStoreError) -> Int? {
        try await pool.run { () throws(BlobStoreError) in
            try copy.change { (copy) throws(BlobStoreError) in try copy.step() }
        }
    }

    private func commit(_ copy: Handover<CompactionCopy>) async throws(BlobStoreError) {
        // What the copy left out must not come back when the power fails: nothing would be left to point to.
        try await synchroniseIndex()
        try await pool.run { () throws(BlobStoreError) in
            try copy.change { (copy) throws(BlobStoreError) in
                try copy.seal()
                try copy.draft.publish()
            }
        }
    }

    /// Repoints the index and removes the inputs.
    private func replace(_ inputs: [SegmentName], by output: SegmentName) async throws {
        let repointing = Handover(
            try await pool.run { () throws(BlobStoreError) in
                let reader = try SegmentReader.open(output.rawValue, in: parts.directory, shard: shard)
                return Repointing(reader, replacing: inputs)
            }
        )
        while let step = try await nextMoves(repointing) {
            try await write { (index, txn) throws(BlobStoreError) in try step.enter(into: index, &txn) }
            try await pacer.pause(after: step.moves.count * Self.rowByteCount)
        }
        let ending = repointing.current.ending
        try await write { (index, txn) throws(BlobStoreError) in try ending.enter(into: index, &txn) }
        try await synchroniseIndex()
        try await pool.run { () throws(BlobStoreError) in
            try parts.directory.remove(inputs)
            for input in inputs { parts.reader.files.forget(input.rawValue) }
        }
    }

    private func nextMoves(_ repointing: Handover<Repointing>) async throws(BlobStoreError) -> RepointingStep? {
        try await pool.run { () throws(BlobStoreError) in
            try repointing.change { (repointing) throws(BlobStoreError) in try repointing.nextMoves() }
        }
    }

    /// Changes the index on the writer's thread, between two batches.
    private func write(
        _ body: @escaping @Sendable (ShardIndex, inout WriteTransaction) throws(BlobStoreError) -> Void
    ) async throws(BlobStoreError) {
        try await parts.writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in try body(index, &txn) }
        }
    }

    /// Makes the commits durable that have returned before; by the writer, which stops when that fails.
    private func synchroniseIndex() async throws(BlobStoreError) {
        try await parts.writer.perform { (index) throws(BlobStoreError) in try index.synchronise() }
    }

    private func synchroniseDirectory() throws(BlobStoreError) {
        try BlobStoreError.wrap { () throws(FileError) in
            try parts.directory.fileSystem.synchroniseDirectory(at: parts.directory.path)
        }
    }
}
