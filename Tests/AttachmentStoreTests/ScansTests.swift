import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct ScansTests {
    private static let examination = StoredVerdict.Examination(engine: "ClamAV 1.4/27000", date: .sample(3))

    private static let findings: [StoredVerdict.Finding] = [
        .due(.sample(7)), .clean(examination), .infected(name: "Eicar", examination),
        .skipped(reason: "too long", at: .sample(4)),
    ]

    @Test(arguments: DatabaseEngine.all, findings)
    func `a verdict is found as it was recorded`(
        engine: DatabaseEngine,
        finding: StoredVerdict.Finding
    ) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let verdict = StoredVerdict(on: fixture.notes.blob, finding)
            #expect(try fixture.store.verdict(on: verdict.blob, in: txn) == nil)
            try fixture.store.record(StoredVerdict(on: verdict.blob, .due(.sample())), in: txn)
            try fixture.store.record(verdict, in: txn)
            #expect(try fixture.store.verdict(on: verdict.blob, in: txn) == verdict)
            try fixture.store.forgetVerdict(on: verdict.blob, in: txn)
            #expect(try fixture.store.verdict(on: verdict.blob, in: txn) == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a scan that is due is given to one taker until the lease ends`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, blob) = (fixture.store, fixture.notes.blob)
            try fixture.addNotes(txn)
            try store.record(StoredVerdict(on: blob, .due(.sample(7))), in: txn)
            #expect(try store.nextScan(in: txn) == .sample(7))
            #expect(try Self.begin(fixture, at: 6, txn) == [])
            let first = try Self.begin(fixture, at: 7, txn)
            #expect(first.map(\.blob) == [blob])
            #expect(first.first?.holder?.domain == fixture.home)
            #expect(first.first?.holder?.size == 1000)
            #expect(try Self.begin(fixture, at: 8, txn) == [])
            #expect(try Self.begin(fixture, at: 67, txn).map(\.attempts) == [2])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a scan that is put off keeps its attempts, and a verdict ends it`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, blob) = (fixture.store, fixture.notes.blob)
            try store.record(StoredVerdict(on: blob, .due(.sample())), in: txn)
            _ = try Self.begin(fixture, at: 0, txn)
            try store.record(StoredVerdict(on: blob, .due(.sample(5))), in: txn)
            #expect(try Self.begin(fixture, at: 5, txn).map(\.attempts) == [2])
            try store.record(StoredVerdict(on: blob, .clean(Self.examination)), in: txn)
            #expect(try store.nextScan(in: txn) == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `bytes that no home has any more have no holder`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            try fixture.addNotes(txn)
            try fixture.store.withdraw(fixture.notes.id, reason: "Malware.", terms: fixture.terms(), in: txn)
            try fixture.store.record(StoredVerdict(on: fixture.notes.blob, .due(.sample())), in: txn)
            let pending = try Self.begin(fixture, at: 0, txn)
            #expect(pending.count == 1)
            #expect(pending.first?.holder == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `each attempt of a scan is at another of the homes that have the bytes`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            try fixture.addNotes(txn)
            try fixture.store.hold(
                fixture.notes.id,
                by: fixture.otherHome,
                reference: .random(),
                begun: .sample(),
                linkedTo: fixture.foreign,
                in: txn
            )
            try fixture.store.record(StoredVerdict(on: fixture.notes.blob, .due(.sample())), in: txn)
            let first = try #require(try Self.begin(fixture, at: 0, txn).first)
            let second = try #require(try Self.begin(fixture, at: 60, txn).first)
            #expect(first.holders == 2)
            #expect(Set([first.holder?.domain, second.holder?.domain]) == [fixture.home, fixture.otherHome])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `old verdicts on bytes that no home has are forgotten, a few rows at a time`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let store = fixture.store
            try fixture.addNotes(txn)
            let gone = ["a", "b", "c"].map { ContentID(of: Array($0.utf8).span) }
            for blob in gone + [fixture.notes.blob] {
                try store.record(StoredVerdict(on: blob, .clean(Self.examination)), in: txn)
            }
            for (instant, kept) in [(Date.sample(3), 3), (Date.sample(4), 0)] {
                var last: ContentID?
                repeat {
                    last = try store.forgetVerdicts(checkedBefore: instant, after: last, limit: 1, in: txn)
                } while last != nil
                let left = try gone.filter { blob in try store.verdict(on: blob, in: txn) != nil }
                #expect(left.count == kept)
            }
            #expect(try store.verdict(on: fixture.notes.blob, in: txn) != nil)
        }
    }

    private static func begin(
        _ fixture: AttachmentFixture,
        at seconds: Int,
        _ txn: any SQLTransaction
    ) throws -> [PendingScan] {
        try fixture.store.beginScans(due: .sample(seconds), limit: 9, leaseEnd: .sample(seconds + 60), in: txn)
    }
}
