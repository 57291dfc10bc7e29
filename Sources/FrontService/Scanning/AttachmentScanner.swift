import AttachmentStore
import BlobModel
import FoundationEssentials
import MalwareScanning
import ServiceSupport

/// Has the bytes of attachments scanned, a few at a time.
///
/// They are read back from where they are stored: so there is one way for uploads, copies and all else, and what is scanned
/// is what will be served.
struct AttachmentScanner: Sendable {
    /// The scans that one front has under way.
    private static let simultaneous = 4

    /// Those of them that are for one home.
    private static let simultaneousPerHome = 2

    /// Those of one home that wait; a further one is refused at once, lest one home stands before all others.
    private static let line = 8

    /// The turns of the homes, which are served in the order in which they were asked for.
    let turns: SharedBudget<DedupDomain>

    private let client: ClamdClient
    private let blobs: any BlobStorage
    private let metrics: ScanMetrics
    private let now: @Sendable () -> Date

    /// Makes the scanner of a front.
    ///
    /// - Parameters:
    ///   - configuration: What the operator decided.
    ///   - blobs: The bytes of attachments.
    ///   - metrics: Where verdicts are counted.
    ///   - now: The clock.
    init(
        _ configuration: ScanConfiguration,
        blobs: any BlobStorage,
        metrics: ScanMetrics = ScanMetrics(),
        now: @escaping @Sendable () -> Date
    ) {
        let limits = ScanLimits(maximumBytes: configuration.maximumSize, timeout: configuration.timeout)
        client = ClamdClient(configuration.scanner, limits: limits)
        var turns = BudgetLimits(total: Self.simultaneous, share: Self.simultaneousPerHome)
        turns.patience = configuration.timeout
        turns.line = Self.line
        self.turns = SharedBudget(turns)
        self.blobs = blobs
        self.metrics = metrics
        self.now = now
    }

    /// Returns what the scanner says of stored bytes; nothing is recorded.
    ///
    /// - Parameters:
    ///   - blob: The bytes.
    ///   - domain: A domain that has them.
    /// - Returns: Whether they are clean or infected.
    /// - Throws: `ScanError`; `BudgetExhausted` when too many scans are before this one; `BlobError`; `CancellationError`.
    func examine(_ blob: ContentID, in domain: DedupDomain) async throws -> StoredVerdict {
        do {
            let turn = try await turns.take(1, for: domain)
            defer { withExtendedLifetime(turn) {} }
            // Asked for before: signatures that are loaded meanwhile make the verdict seem older than it is, not newer.
            let engine = try await version()
            let verdict = try await client.scan(try await blobs.read(blob, in: domain, range: nil))
            metrics.count(verdict)
            return StoredVerdict(on: blob, finding(verdict, by: engine))
        } catch let error as ScanError {
            metrics.countFailure()
            throw error
        }
    }

    /// Returns the versions of the scanner and its signatures.
    ///
    /// - Throws: `ScanError`; `CancellationError`.
    func version() async throws -> String {
        String(try await client.version().prefix(200))
    }

    private func finding(_ verdict: ScanVerdict, by engine: String) -> StoredVerdict.Finding {
        let examination = StoredVerdict.Examination(engine: engine, date: now())
        switch verdict {
        case .clean: return .clean(examination)
        case .infected(let name): return .infected(name: name, examination)
        }
    }
}
