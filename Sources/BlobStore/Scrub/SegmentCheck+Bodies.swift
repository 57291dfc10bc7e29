import BlobModel
import DurableIO
import KeyValueIndex

/// What a record says, held against the index and against its body.
extension SegmentCheck {
    /// A body to which the index points, with the part of the record's body in which it is.
    private struct LiveBody {
        let body: IndexedBody
        let part: Range<Int>
        let entry: ChunkEntry?
    }

    /// Holds a record against the index, and reads what the index needs of its body.
    func checkContent(
        of item: SegmentReader.Item,
        _ stretch: inout CheckedStretch
    ) throws(BlobStoreError) {
        let record = item.record
        let offset = place.position.offset + UInt64(item.header.count)
        switch record.content {
        case .chunks(let entries):
            try checkBodies(of: record, at: offset, live: liveChunks(entries, record, at: offset, &stretch), &stretch)
        case .manifest(let blob, let digest, _):
            let live = try liveManifest(blob.blob, digest, record, at: offset, &stretch)
            try checkBodies(of: record, at: offset, live: live, &stretch)
        case .referenceAdded(let reference, let blob):
            try checkReference(reference, blob, record, &stretch)
        case .referenceReleased, .sessionAdvanced, .sessionEnded:
            break
        }
    }

    private func liveChunks(
        _ entries: [ChunkEntry],
        _ record: SegmentRecord,
        at offset: UInt64,
        _ stretch: inout CheckedStretch
    ) throws(BlobStoreError) -> [LiveBody] {
        let rows = try index.read { (txn) throws(BlobStoreError) in
            var rows: [ChunkLocation?] = []
            for entry in entries { rows.append(try index.chunk(entry.id, domainKey: record.domainKey, txn)) }
            return rows
        }
        var live: [LiveBody] = []
        var start = 0
        for (entry, row) in zip(entries, rows) {
            let part = start..<start + Int(entry.storedLength)
            start = part.upperBound
            guard let row, isFounded(row.segment, row.sequence, on: record) else { continue }
            let isSame =
                row.offset == offset + UInt64(part.lowerBound) && row.storedLength == entry.storedLength
                && row.length == entry.length && row.flags.subtracting(.quarantined) == entry.flags
            // An extent that names a chunk twice has it at its last place.
            let isTwice =
                row.offset != offset + UInt64(part.lowerBound) && entries.filter { $0.id == entry.id }.count > 1
            guard !isTwice else { continue }
            guard isSame else {
                contradict(index.chunks.name, entry.id, at: offset, &stretch)
                continue
            }
            stretch.rows.chunks += 1
            let body = IndexedBody(row, name: entry.id, domainKey: record.domainKey)
            live.append(LiveBody(body: body, part: part, entry: entry))
        }
        return live
    }

    private func liveManifest(
        _ blob: ContentID,
        _ digest: ContentID,
        _ record: SegmentRecord,
        at offset: UInt64,
        _ stretch: inout CheckedStretch
    ) throws(BlobStoreError) -> [LiveBody] {
        let row = try index.read { (txn) throws(BlobStoreError) in
            try index.manifest(of: blob, domainKey: record.domainKey, txn)
        }
        guard let row, isFounded(row.segment, row.sequence, on: record) else { return [] }
        guard row.offset == offset, row.byteCount == record.bodyByteCount, row.digest == digest else {
            contradict(index.manifests.name, blob, at: offset, &stretch)
            return []
        }
        stretch.rows.manifests += 1
        let body = IndexedBody(row, blob: blob, domainKey: record.domainKey)
        return [LiveBody(body: body, part: 0..<Int(row.byteCount), entry: nil)]
    }

    private func checkReference(
        _ reference: ReferenceID,
        _ blob: BlobDescription,
        _ record: SegmentRecord,
        _ stretch: inout CheckedStretch
    ) throws(BlobStoreError) {
        let row = try index.read { (txn) throws(BlobStoreError) in
            try index.reference(reference, domainKey: record.domainKey, txn)
        }
        guard let row, row.sequence == record.sequence else { return }
        guard row.blob == blob else {
            return contradict(index.references.name, blob.blob, at: place.position.offset, &stretch)
        }
        stretch.rows.references += 1
    }

    /// Reads a record's body, when the index needs something of it, and checks what it needs.
    private func checkBodies(
        of record: SegmentRecord,
        at offset: UInt64,
        live: [LiveBody],
        _ stretch: inout CheckedStretch
    ) throws(BlobStoreError) {
        guard !live.isEmpty else { return }
        stretch.liveBytes += live.reduce(0) { $0 + UInt64($1.part.count) }
        let bytes = try readableBytes(at: offset, count: Int(record.bodyByteCount))
        stretch.readBytes += bytes?.count ?? 0
        for item in live {
            let isWhole = bytes.map { self.isWhole(item, in: $0) } ?? false
            if !isWhole { stretch.damaged.append(item.body) }
            if isWhole, item.body.isQuarantined { stretch.whole.append(item.body) }
        }
    }

    /// Returns bytes of the segment, or nil when the disk does not give them.
    private func readableBytes(at offset: UInt64, count: Int) throws(BlobStoreError) -> [UInt8]? {
        do throws(BlobStoreError) {
            let bytes = try reader.read(at: offset, upTo: count)
            return bytes.count == count ? bytes : nil
        } catch .file(let error) where !error.isWorthRetrying {
            // A sector that cannot be read is damage like any other.
            return nil
        }
    }

    private func isWhole(_ item: LiveBody, in bytes: [UInt8]) -> Bool {
        let stored = bytes.span.extracting(item.part)
        let isAsWritten = item.entry?.matches(stored) ?? (ContentID(of: stored) == item.body.digest)
        guard isAsWritten, item.body.flags.contains(.encrypted), opener.keys != nil else { return isAsWritten }
        return opens(item.body, Array(bytes[item.part]))
    }

    /// Tells whether encrypted bytes are what their key sealed; whose key is gone are not damaged by that.
    private func opens(_ body: IndexedBody, _ stored: [UInt8]) -> Bool {
        let name = ChunkKey(domainKey: body.domainKey, id: body.name)
        do throws(BlobStoreError) {
            switch body.subject {
            case .chunk: _ = try opener.chunk(stored.span, of: name)
            case .manifest: _ = try opener.manifest(stored, of: name, isEncrypted: true)
            }
            return true
        } catch .damagedContent {
            return false
        } catch {
            return true
        }
    }

    private func isFounded(_ segment: UInt64, _ sequence: UInt64, on record: SegmentRecord) -> Bool {
        segment == place.position.segment && sequence == record.sequence
    }

    private func contradict(
        _ table: String,
        _ name: ContentID,
        at offset: UInt64,
        _ stretch: inout CheckedStretch
    ) {
        let segment = place.position.segment
        stretch.findings.append(.contradictedRow(table: table, name, segment: segment, offset: offset))
    }
}
