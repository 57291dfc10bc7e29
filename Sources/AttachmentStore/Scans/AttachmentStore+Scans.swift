package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Returns what is known of some bytes from a scanner, or `nil` when nothing is.
    ///
    /// - Throws: `SQLError`.
    package func verdict(on blob: ContentID, in txn: any SQLTransaction) throws -> StoredVerdict? {
        try txn.first(
            "SELECT state, finding, engine, checked, due FROM attachment_scan WHERE blob = ?",
            [.text(blob.description)]
        ).map { row in StoredVerdict(on: blob, try Self.finding(row)) }
    }

    /// Records what is known of some bytes from a scanner, in the place of what was known before.
    ///
    /// A scan that is put off keeps the number of its attempts.
    ///
    /// - Throws: `SQLError`.
    package func record(_ verdict: StoredVerdict, in txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO attachment_scan (blob, state, finding, engine, checked, due, attempts)
            VALUES (?, ?, ?, ?, ?, ?, 0)
            ON CONFLICT (blob) DO UPDATE SET state = excluded.state, finding = excluded.finding,
                engine = excluded.engine, checked = excluded.checked, due = excluded.due,
                attempts = CASE excluded.state WHEN 'due' THEN attachment_scan.attempts ELSE 0 END
            """,
            [.text(verdict.blob.description)] + Self.columns(of: verdict.finding)
        )
    }

    /// Forgets what is known of some bytes, as when no home has them any more.
    ///
    /// - Throws: `SQLError`.
    package func forgetVerdict(on blob: ContentID, in txn: any SQLTransaction) throws {
        try txn.execute("DELETE FROM attachment_scan WHERE blob = ?", [.text(blob.description)])
    }

    /// Takes scans that are due.
    ///
    /// Each one is given to its taker until `leaseEnd`; one of which no verdict is recorded by then is given out again.
    ///
    /// - Returns: At most `limit` scans, the longest due first.
    /// - Throws: `SQLError`.
    package func beginScans(
        due now: Date,
        limit: Int,
        leaseEnd: Date,
        in txn: any SQLTransaction
    ) throws -> [PendingScan] {
        try txn.query(
            "SELECT blob FROM attachment_scan WHERE state = 'due' AND due <= ? ORDER BY due LIMIT ?",
            [SQLValue(now), SQLValue(limit)]
        ).map { row in
            let blob = try row.parsed("blob", ContentID.init(parsing:))
            let taken = try txn.query(
                "UPDATE attachment_scan SET due = ?, attempts = attempts + 1 WHERE blob = ? RETURNING attempts",
                [SQLValue(leaseEnd), .text(blob.description)]
            )
            let attempts = try taken.first?.integer("attempts") ?? 1
            let holders = try countHolders(of: blob, in: txn)
            let holder = try holders == 0 ? nil : holder(of: blob, number: (attempts - 1) % holders, in: txn)
            return PendingScan(blob: blob, holder: holder, holders: holders, attempts: attempts)
        }
    }

    /// Forgets verdicts that were given before an instant on bytes that no home has any more.
    ///
    /// - Parameters:
    ///   - instant: Younger verdicts stay.
    ///   - last: What an earlier call returned: rows up to it are not looked at.
    ///   - limit: The most rows that are looked at; at least 1.
    ///   - txn: The transaction.
    /// - Returns: The last row that was looked at, or `nil` at the end of the table.
    /// - Throws: `SQLError`.
    package func forgetVerdicts(
        checkedBefore instant: Date,
        after last: ContentID?,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> ContentID? {
        let first = SQLValue.text(last?.description ?? "")
        let page = try txn.query(
            "SELECT blob FROM attachment_scan WHERE blob > ? ORDER BY blob LIMIT ?",
            [first, SQLValue(limit)]
        )
        guard let end = try page.last?.parsed("blob", ContentID.init(parsing:)) else { return nil }
        try txn.execute(
            """
            DELETE FROM attachment_scan WHERE blob > ? AND blob <= ? AND state <> 'due' AND checked < ?
            AND NOT EXISTS (
                SELECT 1 FROM \(AttachmentRow.attachmentsAndHoldings)
                WHERE a.blob = attachment_scan.blob AND h.state IN ('live', 'removed')
            )
            """,
            [first, .text(end.description), SQLValue(instant)]
        )
        return page.count < limit ? nil : end
    }

    /// Returns the instant at which the next scan falls due, or `nil` when there is nothing to scan.
    ///
    /// - Throws: `SQLError`.
    package func nextScan(in txn: any SQLTransaction) throws -> Date? {
        try txn.first("SELECT due FROM attachment_scan WHERE state = 'due' ORDER BY due LIMIT 1")?.instant("due")
    }

    private func countHolders(of blob: ContentID, in txn: any SQLTransaction) throws -> Int64 {
        try txn.first(
            """
            SELECT COUNT(DISTINCT h.domain) AS holders
            FROM \(AttachmentRow.attachmentsAndHoldings)
            WHERE a.blob = ? AND a.withdrawn IS NULL AND h.state IN ('live', 'removed')
            """,
            [.text(blob.description)]
        )?.integer("holders") ?? 0
    }

    /// Returns one of the homes that have some bytes, by its place in the order of domains, from 0.
    private func holder(
        of blob: ContentID,
        number: Int64,
        in txn: any SQLTransaction
    ) throws -> PendingScan.Holder? {
        try txn.first(
            """
            SELECT DISTINCT h.domain, a.size FROM \(AttachmentRow.attachmentsAndHoldings)
            WHERE a.blob = ? AND a.withdrawn IS NULL AND h.state IN ('live', 'removed')
            ORDER BY h.domain LIMIT 1 OFFSET ?
            """,
            [.text(blob.description), SQLValue(number)]
        ).map { row in
            PendingScan.Holder(
                domain: try row.parsed("domain") { try? DedupDomain(validating: $0) },
                size: try row.count("size")
            )
        }
    }
}

// MARK: - Rows

extension AttachmentStore {
    /// Returns the values of state, finding, engine, checked and due.
    private static func columns(of finding: StoredVerdict.Finding) -> [SQLValue] {
        switch finding {
        case .due(let date): ["due", nil, nil, nil, SQLValue(date)]
        case .clean(let by): ["clean", nil, .text(by.engine), SQLValue(by.date), nil]
        case .infected(let name, let by): ["infected", .text(name), .text(by.engine), SQLValue(by.date), nil]
        case .skipped(let reason, let date): ["skipped", .text(reason), nil, SQLValue(date), nil]
        }
    }

    private static func finding(_ row: SQLRow) throws(SQLError) -> StoredVerdict.Finding {
        switch try row.text("state") {
        case "due": .due(try row.instant("due"))
        case "clean": .clean(try examination(row))
        case "infected": .infected(name: try row.text("finding"), try examination(row))
        case "skipped": .skipped(reason: try row.text("finding"), at: try row.instant("checked"))
        default: throw .columnValue(column: "state", type: "Finding")
        }
    }

    private static func examination(_ row: SQLRow) throws(SQLError) -> StoredVerdict.Examination {
        StoredVerdict.Examination(engine: try row.text("engine"), date: try row.instant("checked"))
    }
}
