import AttachmentStore
import BlobModel
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import MalwareScanning
import NIOCore
import ServiceLifecycle
import ServiceSupport
import Testing

@testable import FrontService

/// Scans after an upload was acknowledged.
@Suite(.timeLimit(.minutes(2)))
struct ScanWorkerTests {
    private static let after: @Sendable (inout ScanConfiguration) -> Void = { $0.when = .after }

    @Test func `what is found after the answer is 410 with a reason, and the calendar data are as they were`()
        async throws
    {
        try await ScannedFront.run(configure: Self.after) { test in
            let id = try await test.scene.added(ScannedFront.infected)
            let data = try await test.scene.data()
            let held = try #require(try await test.scene.held(id))
            #expect(test.scanner.scans == 0)
            try await test.workOff()
            let gone = try await test.scene.front.send("GET", ResourcePath.attachment(id, filename: "a.txt").href)
            #expect(gone.status == .gone)
            #expect(String(buffer: gone.body).contains("infected (Attache.Test)"))
            #expect(try await test.scene.data() == data)
            #expect(try await test.scene.links(of: id) == 1)
            try await test.scene.settle()
            #expect(try await !test.scene.references().contains(held.holding.reference))
        }
    }

    @Test func `all attachments with the infected bytes are withdrawn, in whichever home they are`() async throws {
        try await ScannedFront.run(configure: Self.after) { test in
            let bobs = "/calendars/bob/calendar/e2.ics"
            try await test.scene.front.put(bobs, SampleEvent.text(uid: "e2@example.com"), as: "bob")
            let first = try await test.scene.added(ScannedFront.infected)
            let second = try await test.scene.added(to: bobs, ScannedFront.infected, as: "bob")
            let other = try await test.scene.added("Hello")
            try await test.workOff()
            #expect(try await test.scene.held(first)?.attachment.withdrawal != nil)
            #expect(try await test.scene.held(second, by: "bob")?.attachment.withdrawal != nil)
            #expect(try await test.scene.held(other)?.attachment.withdrawal == nil)
            #expect(test.scanner.scans == 2)
        }
    }

    @Test func `bytes that were scanned are acknowledged or refused at once`() async throws {
        try await ScannedFront.run(configure: Self.after) { test in
            try await test.scene.added(ScannedFront.infected)
            try await test.scene.added("Hello")
            try await test.workOff()
            #expect(try await test.scene.add(ScannedFront.infected).status == .forbidden)
            #expect(try await test.scene.add("Hello").status == .created)
            #expect(test.scanner.scans == 2)
        }
    }

    @Test func `a scanner that is away is asked again, each time after a longer wait`() async throws {
        try await ScannedFront.run(configure: Self.after) { test in
            test.scanner.setAway(true)
            let id = try await test.scene.added(ScannedFront.infected)
            for delay in [1.0, 2, 4] {
                let now = test.scene.front.clock.now
                let next = try await test.workOff()
                #expect(next == now.addingTimeInterval(delay))
                test.scene.front.clock.advance(by: delay)
            }
            #expect(try await test.scene.held(id)?.attachment.withdrawal == nil)
            test.scanner.setAway(false)
            let next = try await test.workOff()
            #expect(next == nil)
            #expect(try await test.scene.held(id)?.attachment.withdrawal != nil)
        }
    }

    @Test func `bytes that nobody has are waited for, and forgotten in the end`() async throws {
        try await ScannedFront.run(configure: Self.after) { test in
            let blob = ContentID(of: Array("nowhere".utf8).span)
            let content = BlobDescription(blob: blob, size: 7)
            try await test.scan.check(content, in: try await test.scene.domain())
            for _ in 0..<10 {
                let next = try await test.workOff()
                let wait = try #require(next).timeIntervalSince(test.scene.front.clock.now)
                test.scene.front.clock.advance(by: wait)
            }
            #expect(try await test.finding(on: blob) != nil)
            #expect(try await test.workOff() == nil)
            #expect(try await test.finding(on: blob) == nil)
            #expect(test.scanner.scans == 0)
        }
    }

    @Test func `a scan that another front took and did not end is taken over after its lease`() async throws {
        try await ScannedFront.run(configure: Self.after) { test in
            let id = try await test.scene.added(ScannedFront.infected)
            let now = test.scene.front.clock.now
            let leaseEnd = now.addingTimeInterval(180)
            try await test.scene.write { store, txn in
                _ = try store.beginScans(due: now, limit: 1, leaseEnd: leaseEnd, in: txn)
            }
            #expect(try await test.workOff() == leaseEnd)
            #expect(test.scanner.scans == 0)
            test.scene.front.clock.advance(by: 180)
            try await test.workOff()
            #expect(try await test.scene.held(id)?.attachment.withdrawal != nil)
        }
    }

    @Test func `a file that is too long to be scanned is never tried`() async throws {
        let settings: @Sendable (inout ScanConfiguration) -> Void = { scan in
            scan.when = .after
            scan.otherwise = .accept
            scan.maximumSize = 4
        }
        try await ScannedFront.run(configure: settings) { test in
            try await test.scene.added("Hello")
            #expect(try await test.workOff() == nil)
            #expect(test.scanner.scans == 0)
        }
    }

    @Test func `a file beyond the scanner's own limit is not tried again, and the reason says so`() async throws {
        try await ScannedFront.run(configure: Self.after) { test in
            test.scanner.setLimit(16)
            try await test.scene.added("Hello, here I am")
            #expect(try await test.workOff() == nil)
            guard case .skipped(let reason, _) = try await test.finding(on: "Hello, here I am") else {
                Issue.record("It is not said why the file was not scanned.")
                return
            }
            #expect(reason == "It is larger than the scanner takes.")
        }
    }

    @Test func `the verdict on a file that was refused is forgotten after a day, and one that is stored keeps its own`()
        async throws
    {
        try await ScannedFront.run { test in
            try await test.scene.added("Hello")
            #expect(try await test.scene.add(ScannedFront.infected).status == .forbidden)
            let pruner = VerdictPruner(dependencies: test.scene.dependencies, logger: .silent, limit: 9)
            _ = try await pruner.look()
            #expect(try await test.finding(on: ScannedFront.infected) != nil)
            test.scene.front.clock.advance(by: 25 * 3600)
            _ = try await pruner.look()
            #expect(try await test.finding(on: ScannedFront.infected) == nil)
            #expect(try await test.finding(on: "Hello") != nil)
        }
    }

    @Test func `verdicts are looked at a few at a time, and from the beginning again after the last`() async throws {
        try await ScannedFront.run { test in
            for text in ["a", "b", "c"] {
                #expect(try await test.scene.add(ScannedFront.infected + text).status == .forbidden)
            }
            test.scene.front.clock.advance(by: 25 * 3600)
            let pruner = VerdictPruner(dependencies: test.scene.dependencies, logger: .silent, limit: 2)
            _ = try await pruner.look()
            #expect(try await verdicts(in: test) == 1)
            _ = try await pruner.look()
            #expect(try await verdicts(in: test) == 0)
            #expect(try await test.scene.add(ScannedFront.infected).status == .forbidden)
            test.scene.front.clock.advance(by: 25 * 3600)
            _ = try await pruner.look()
            #expect(try await verdicts(in: test) == 0)
        }
    }

    private func verdicts(in test: ScannedFront) async throws -> Int {
        let texts = ["", "a", "b", "c"].map { ScannedFront.infected + $0 }
        var count = 0
        for text in texts where try await test.finding(on: text) != nil { count += 1 }
        return count
    }

    @Test func `the service works as soon as there is something to scan`() async throws {
        try await ScannedFront.run(configure: Self.after) { test in
            let worker = ScanWorker(dependencies: test.scene.dependencies, logger: .silent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await worker.run() }
                let id = try await test.scene.added(ScannedFront.infected)
                // A worker that looked between the bytes and their link has put the scan off by a second.
                test.scene.front.clock.advance(by: 1)
                // What is withdrawn is due for release, of which the bell tells; it may have been rung before.
                while try await test.scene.held(id)?.attachment.withdrawal == nil {
                    await test.scene.dependencies.releases.wait()
                }
                group.cancelAll()
            }
        }
    }

    @Test func `scans are counted by their verdicts`() async throws {
        try await StubClamd.run { scanner in
            let registry = PrometheusRegistry()
            ScanMetrics.describe(in: registry)
            let configuration = ScanConfiguration(scanner: scanner.address)
            try await AttachmentFront.run { scene in
                let held = try await scene.attach(Array(ScannedFront.infected.utf8))
                let counting = AttachmentScanner(
                    configuration,
                    blobs: scene.blobs,
                    metrics: ScanMetrics(factory: registry),
                    now: { scene.front.clock.now }
                )
                let (blob, domain) = (held.attachment.blob, held.holding.domain)
                _ = try await counting.examine(blob, in: domain)
                scanner.setAway(true)
                await #expect(throws: ScanError.self) { try await counting.examine(blob, in: domain) }
            }
            let text = registry.exposition()
            #expect(text.contains("attache_front_scans_total{verdict=\"infected\"} 1"))
            #expect(text.contains("attache_front_scans_total{verdict=\"none\"} 1"))
            #expect(text.contains("# HELP attache_front_scans_total"))
        }
    }
}
