import AttachmentStore
import BlobModel
import FoundationEssentials
import Hummingbird
import Logging
import MalwareScanning
import SQLDatabase
import ServiceSupport
import WebDAV

/// The check of new attachments by a scanner, before they are acknowledged or, by ``ScanWorker``, soon after.
///
/// Verdicts are kept by content ID, so that equal bytes are scanned once.
struct AttachmentScan: ArrivalCheck {
    /// What the operator decided.
    let configuration: ScanConfiguration

    /// What scans.
    let scanner: AttachmentScanner

    /// Rung when a scan has fallen due.
    let bell = Bell()

    /// Rung when attachments were withdrawn, whose bytes are due for release then.
    var releases = Bell()

    private let database: any SQLDatabase
    private let store: AttachmentStore
    private let now: @Sendable () -> Date
    private let logger = Logger(label: "attache-front")

    /// Makes the check of a front.
    ///
    /// - Parameters:
    ///   - configuration: What the operator decided.
    ///   - scanner: What scans.
    ///   - database: The metadata database.
    ///   - store: The verdicts.
    ///   - now: The clock.
    init(
        _ configuration: ScanConfiguration,
        by scanner: AttachmentScanner,
        in database: any SQLDatabase,
        _ store: AttachmentStore,
        now: @escaping @Sendable () -> Date
    ) {
        self.configuration = configuration
        self.scanner = scanner
        self.database = database
        self.store = store
        self.now = now
    }

    /// Refuses what is too long to be scanned, where nothing is stored unscanned.
    ///
    /// - Throws: `WebDAVError` with the precondition `scannable`.
    func declared(size: UInt64) throws {
        guard size > configuration.maximumSize, configuration.otherwise == .refuse else { return }
        throw WebDAVError.unscannable(limit: configuration.maximumSize)
    }

    /// Has bytes scanned, or takes note that they are to be.
    ///
    /// - Throws: `WebDAVError` with the precondition `no-malware` or `scannable`; `HTTPError` 503 for a scanner that cannot be
    ///   reached; `BlobError`, `SQLError`, `CancellationError`.
    func check(_ content: BlobDescription, in domain: DedupDomain) async throws {
        if let known = try await knownVerdict(on: content.blob) { return try Self.admit(known) }
        guard content.size <= configuration.maximumSize else {
            return try await skip(content.blob, skipped, .unscannable(limit: configuration.maximumSize))
        }
        guard configuration.when == .before else { return try await postpone(content.blob) }
        do {
            let verdict = try await scanner.examine(content.blob, in: domain)
            try await write(.record(verdict.finding), on: content.blob)
            try Self.admit(verdict.finding)
        } catch ScanError.tooLong {
            try await skip(content.blob, beyondScanner(content.blob), .beyondScanner)
        } catch  where error is ScanError || error is BudgetExhausted {
            logger.warning("attachment not scanned", metadata: ["blob": "\(content.blob)", "error": "\(error)"])
            guard configuration.otherwise == .accept else { throw HTTPError.scannerAway }
            try await postpone(content.blob)
        }
    }

    /// Refuses bytes in which the worker found malware after ``check(_:in:)`` had put them off.
    ///
    /// - Throws: `WebDAVError` with the precondition `no-malware`; `SQLError`.
    func confirm(_ blob: ContentID, in txn: any SQLTransaction) throws {
        guard let known = try store.verdict(on: blob, in: txn) else { return }
        try Self.admit(known.finding)
    }

    private static func admit(_ finding: StoredVerdict.Finding) throws(WebDAVError) {
        guard case .infected(let name, _) = finding else { return }
        throw .infected(name)
    }

    /// Returns what a scanner has found, as long as it counts: for a day, and after it while the signatures are the same.
    private func knownVerdict(on blob: ContentID) async throws -> StoredVerdict.Finding? {
        let known = try await database.lookUp { [store] txn in try store.verdict(on: blob, in: txn) }
        switch known?.finding {
        case .clean(let examination), .infected(_, let examination):
            return try await counts(examination) ? known?.finding : nil
        case .due, .skipped, nil: return nil
        }
    }

    private func counts(_ examination: StoredVerdict.Examination) async throws -> Bool {
        if examination.isRecent(at: now()) { return true }
        do {
            return try await scanner.version() == examination.engine
        } catch is ScanError {
            // The scan that follows finds out what is the matter.
            return false
        }
    }

    /// What is recorded of bytes that are too long to be scanned.
    var skipped: StoredVerdict.Finding {
        .skipped(reason: "It is larger than \(configuration.maximumSize) bytes.", at: now())
    }

    /// Notes that the scanner's own limit is lower than the one that was told, and returns what is recorded.
    func beyondScanner(_ blob: ContentID) -> StoredVerdict.Finding {
        logger.warning(
            "attachment not scanned",
            metadata: [
                "blob": "\(blob)", "error": "It is larger than the scanner takes, though not than scan.max-size.",
            ]
        )
        return .skipped(reason: "It is larger than the scanner takes.", at: now())
    }

    private func skip(_ blob: ContentID, _ finding: StoredVerdict.Finding, _ refusal: WebDAVError) async throws {
        guard configuration.otherwise == .accept else { throw refusal }
        try await write(.record(finding), on: blob)
    }

    private func postpone(_ blob: ContentID) async throws {
        let verdict = StoredVerdict(on: blob, .due(now()))
        try await database.write { [store] txn in
            // Attempts that were made for another attachment of the same bytes count for nothing.
            try store.forgetVerdict(on: blob, in: txn)
            try store.record(verdict, in: txn)
        }
        bell.ring()
    }

    /// Writes down what was found, and takes equal bytes that came earlier away where it is malware.
    private func write(_ step: ScanStep, on blob: ContentID) async throws {
        let withdrawn = try await database.write { [store, now] txn in
            try step.write(on: blob, store, now: now(), in: txn)
        }
        guard !withdrawn.isEmpty else { return }
        releases.ring()
        for id in withdrawn { logger.warning("infected attachment withdrawn", metadata: ["attachment": "\(id)"]) }
    }
}
