import BlobModel

extension Recounter {
    /// The absences that are looked at, and perhaps released, at a time.
    private static let releaseSize = 100

    /// Releases what a pass has confirmed to be missing.
    ///
    /// - Returns: How many references were released.
    /// - Throws: As ``run(approve:)``; what is not released then is at the next recount.
    func releaseDue(of pass: RecountPass) async throws -> UInt64 {
        var released: UInt64 = 0
        var cursor: [UInt8] = []
        while true {
            let page = try await read { [cursor] (index, txn) throws(BlobStoreError) in
                try index.absences(after: cursor, limit: Self.releaseSize, txn)
            }
            guard let last = page.last else { return released }
            cursor = last.reference.key
            let due = page.filter { $0.row.confirmed == pass.started }.map(\.reference)
            // Recounts may have been suspended since the pass asked, or the database be another one.
            let missing = try await missing(among: due)
            released += try await release(due.filter { missing.contains($0.id) })
            try await pacer.pause(after: page.count * 128)
        }
    }

    /// Releases references through the log, in as few batches as the writer makes of them.
    private func release(_ references: [NamedReference]) async throws -> UInt64 {
        let writer = writer
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for reference in references {
                group.addTask {
                    let operation = WriteOperation(domainKey: reference.domainKey, change: .release(reference.id))
                    _ = try await writer.submit(operation)
                }
            }
            try await group.waitForAll()
            return UInt64(references.count)
        }
    }
}
