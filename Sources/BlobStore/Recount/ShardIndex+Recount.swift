import BlobModel
import KeyValueIndex

extension ShardIndex {
    private static let recountKey = Array("recount".utf8)

    /// Returns what is remembered of recounts.
    func recountState(_ txn: borrowing ReadTransaction) throws(BlobStoreError) -> RecountState {
        guard let row = try bytes(Self.recountKey, in: marks, txn) else { return RecountState() }
        guard let state = RecountState(decoding: row) else { throw .malformedIndex(table: marks.name) }
        return state
    }

    /// Remembers the state of recounts.
    func setRecountState(_ state: RecountState, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        try put(state.encoded, for: Self.recountKey, in: marks, &txn)
    }

    /// Returns the references after a key, in the order of their keys.
    ///
    /// - Parameters:
    ///   - cursor: The key after which to begin; empty for the first.
    ///   - limit: The most references.
    ///   - txn: The transaction.
    /// - Returns: The references with the sequence numbers of their records.
    /// - Throws: ``BlobStoreError/malformedIndex(table:)``, and what the engine throws.
    func references(
        after cursor: [UInt8],
        limit: Int,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> [(reference: NamedReference, sequence: UInt64)] {
        var page: [(reference: NamedReference, sequence: UInt64)] = []
        for entry in try entries(of: references, after: cursor, limit: limit, txn) {
            guard let reference = NamedReference(decoding: entry.key), let row = ReferenceRow(decoding: entry.value)
            else { throw .malformedIndex(table: references.name) }
            page.append((reference, row.sequence))
        }
        return page
    }

    /// Returns the absences after a key, in the order of their keys.
    ///
    /// - Throws: ``BlobStoreError/malformedIndex(table:)``, and what the engine throws.
    func absences(
        after cursor: [UInt8],
        limit: Int,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> [(reference: NamedReference, row: AbsenceRow)] {
        var page: [(reference: NamedReference, row: AbsenceRow)] = []
        for entry in try entries(of: absences, after: cursor, limit: limit, txn) {
            guard let reference = NamedReference(decoding: entry.key), let row = AbsenceRow(decoding: entry.value)
            else { throw .malformedIndex(table: absences.name) }
            page.append((reference, row))
        }
        return page
    }

    /// Notes that a reference was missed, unless it is not there any more.
    ///
    /// - Parameters:
    ///   - reference: The reference.
    ///   - pass: When the pass began that misses it.
    ///   - grace: The milliseconds that lie between two looks at least.
    ///   - txn: The transaction.
    /// - Returns: Whether it was missed long enough ago already, so that it may be released.
    /// - Throws: What the engine throws.
    func noteMissing(
        _ reference: NamedReference,
        pass: UInt64,
        grace: UInt64,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) -> Bool {
        guard try contains(reference.key, in: references, txn.reader) else { return false }
        guard var row = try absence(of: reference, txn.reader) else {
            try put(AbsenceRow(first: milliseconds).encoded, for: reference.key, in: absences, &txn)
            return false
        }
        let isDue = row.first <= pass && row.first + grace <= milliseconds
        row.confirmed = isDue ? pass : 0
        try put(row.encoded, for: reference.key, in: absences, &txn)
        return isDue
    }

    private func absence(
        of reference: NamedReference,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> AbsenceRow? {
        guard let row = try bytes(reference.key, in: absences, txn) else { return nil }
        guard let absence = AbsenceRow(decoding: row) else { throw .malformedIndex(table: absences.name) }
        return absence
    }

    private func entries(
        of table: Table,
        after cursor: [UInt8],
        limit: Int,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> [(key: [UInt8], value: [UInt8])] {
        let lower = cursor.isEmpty ? [] : cursor + [0]
        var entries: [(key: [UInt8], value: [UInt8])] = []
        do throws(LMDBError) {
            var position = try txn.cursor(in: table, over: KeyRange(from: lower))
            while entries.count < limit, try position.next() {
                entries.append((Self.copy(position.key), Self.copy(position.value)))
            }
        } catch {
            throw .index(error)
        }
        return entries
    }
}
