import AttachmentStore
import BlobStoreTesting
import CalendarExchange
import DurableIO
import FoundationEssentials
import RandomTesting
import SQLDatabase
import SystemPackage
import Testing

struct ZipFuzzTests {
    /// Zip files of this program and of others.
    private func corpus(_ fixture: ExchangeFixture) async throws -> [[UInt8]] {
        _ = try await fixture.put("a.ics", ExchangeFixture.event("a.ics"))
        try await fixture.exporting(to: "own.zip") { $0.isPerObject = true }
        let own = try LocalFileSystem().contents(at: fixture.directory.appending("own.zip"))
        let others = try await ZipSample.make(
            at: fixture.directory.appending("others.zip"),
            """
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
                z.writestr("a/b.ics", calendar("b", "ATTACH:c.txt\\n"))
                z.writestr("a/c.txt", "Hello " * 99)
                with z.open("a/d.ics", "w", force_zip64=True) as f: f.write(calendar("d").encode())
            """
        )
        return [own, others]
    }

    @Test func `a mutated zip is imported, refused, or has findings, and leaves no bytes that nothing names`()
        async throws
    {
        try await ExchangeFixture.with { fixture in
            let seed = UInt64(0x504B_0304)
            var mutator = Mutator(corpus: try await corpus(fixture), seed: seed)
            let path = fixture.directory.appending("x.zip")
            for round in 0..<TestRounds.count(400) {
                try? LocalFileSystem().remove(at: path)
                try fixture.write(mutator.next(), to: "x.zip")
                do {
                    _ = try await fixture.importing("x.zip") { $0.replaces = round.isMultiple(of: 2) }
                } catch let error as ExchangeError {
                    #expect(!error.description.isEmpty, "seed \(seed), round \(round)")
                } catch {
                    Issue.record(error, "seed \(seed), round \(round)")
                }
            }
            let held = Set(try await fixture.inventory().map(\.holding.reference))
            #expect(fixture.blobs.references(in: try fixture.domain()) == held, "seed \(seed)")
        }
    }
}
