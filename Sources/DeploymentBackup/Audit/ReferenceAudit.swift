import AttachmentStore
package import BlobModel
import CalendarStore
package import SQLDatabase

/// Looks for the bytes of every attachment that a database has, where its shards are.
package struct ReferenceAudit: Sendable {
    private static let pageSize = 64

    private let database: any SQLDatabase
    private let references: any ReferenceReader

    /// Names who is compared.
    ///
    /// - Parameters:
    ///   - database: The metadata database.
    ///   - references: Who has the bytes.
    package init(of database: any SQLDatabase, at references: any ReferenceReader) {
        self.database = database
        self.references = references
    }

    /// Looks for every reference, several at a time.
    ///
    /// - Parameter progress: Told now and then how many references were looked for, and how many there are.
    /// - Returns: What is missing.
    /// - Throws: `SQLError`, and `CancellationError`.
    package func run(progress: (UInt64, UInt64) -> Void) async throws -> AuditReport {
        let (total, owners) = try await database.read { txn in
            let principals = try CalendarStore().principals(in: txn).map { ($0.home.text, $0.uid) }
            return (
                try AttachmentStore().inventoryCount(in: txn),
                Dictionary(principals, uniquingKeysWith: { first, _ in first })
            )
        }
        var report = AuditReport()
        var last: AttachmentHolding.Key?
        while let page = try await page(after: last) {
            for (held, verdict) in try await verdicts(on: page) {
                report.add(verdict, on: held, owner: owners[held.holding.domain.id])
            }
            last = page.last?.holding.key
            progress(report.checked + report.unchecked, total)
        }
        return report
    }

    private func page(after key: AttachmentHolding.Key?) async throws -> [HeldAttachment]? {
        let page = try await database.read { txn in
            try AttachmentStore().inventory(after: key, limit: Self.pageSize, in: txn)
        }
        return page.isEmpty ? nil : page
    }

    private func verdicts(on page: [HeldAttachment]) async throws -> [(HeldAttachment, AuditVerdict)] {
        try await withThrowingTaskGroup(of: (HeldAttachment, AuditVerdict).self) { group in
            for held in page {
                group.addTask { (held, try await verdict(on: held)) }
            }
            var verdicts: [(HeldAttachment, AuditVerdict)] = []
            for try await verdict in group { verdicts.append(verdict) }
            return verdicts.sorted { $0.0.holding.reference < $1.0.holding.reference }
        }
    }

    private func verdict(on held: HeldAttachment) async throws -> AuditVerdict {
        do {
            let found = try await references.blob(of: held.holding.reference, in: held.holding.domain)
            let isSame = found == BlobDescription(blob: held.attachment.blob, size: held.attachment.size)
            return isSame ? .present : .wrong(.other(found))
        } catch let error as BlobError {
            return AuditVerdict(error)
        }
    }
}

/// What was found out of one reference.
private enum AuditVerdict: Sendable {
    /// The bytes are there.
    case present
    /// The shard is not one of those that were asked.
    case elsewhere
    /// Something is wrong.
    case wrong(AuditFinding.Reason)

    /// Judges by the error of the one who was asked.
    init(_ error: BlobError) {
        switch error {
        case .misplaced: self = .elsewhere
        case .corrupt, .notFound: self = .wrong(.damaged)
        // What has a reference is not collected.
        case .gone, .domainErased: self = .wrong(.erased)
        case _ where error.isAbsence: self = .wrong(.absent)
        default: self = .wrong(.unknown("\(error)"))
        }
    }
}

extension AuditReport {
    fileprivate mutating func add(_ verdict: AuditVerdict, on held: HeldAttachment, owner: UserID?) {
        switch verdict {
        case .present: checked += 1
        case .elsewhere: unchecked += 1
        case .wrong(let reason):
            checked += 1
            findings.append(AuditFinding(held: held, owner: owner, reason: reason))
        }
    }
}
