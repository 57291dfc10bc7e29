import BlobModel
import RandomTesting
import Testing

@testable import BlobStore

extension ModelOperation {
    /// Steps of the shard's background work and of its operator.
    static let lifecycle = [
        ModelOperation(name: "wait and collect", weight: 6) { run in try await run.collect() },
        ModelOperation(name: "sweep", weight: 3) { run in try await run.shard.sweep() },
        ModelOperation(name: "purge", weight: 1) { run in try await run.purge() },
        ModelOperation(name: "purge without doing it", weight: 1) { run in try await run.purgeDry() },
        ModelOperation(name: "scrub", weight: 1) { run in
            let report = try await run.shard.scrub()
            #expect(report.findings.isEmpty, run.place)
        },
        ModelOperation(name: "open again", weight: 2) { run in try await run.reopen() },
        ModelOperation(name: "lose the index", weight: 1) { run in try await run.rebuild() },
    ]
}

extension ModelRun {
    mutating func collect() async throws {
        clock.advance(by: Double.random(in: 0..<1.5 * model.grace, using: &random))
        let report = try await shard.collect(now: clock.now)
        #expect(report.isComplete && report.unreadable == 0, place)
        model.collect(at: clock.now)
        #expect(try shard.rows(\.dissolving).isEmpty, place)
    }

    mutating func purge() async throws {
        let domain = pickDomain()
        let expected = model.references.values.filter { $0.domain == domain }
        let report = try await shard.purge(domain, dryRun: false)
        #expect(report.references == expected.count && report.blobs == Set(expected).count, place)
        uploads.removeAll { $0.domain == domain }
        model.purge(domain)
        try await shard.collect(now: clock.now)
        model.collect(at: clock.now)
        #expect(try shard.rows(\.chunks, of: domain).isEmpty, place)
    }

    mutating func purgeDry() async throws {
        let domain = pickDomain()
        let expected = model.references.values.filter { $0.domain == domain }
        let report = try await shard.purge(domain, dryRun: true)
        #expect(report.references == expected.count && report.blobs == Set(expected).count, place)
        let bytes = Set(expected).reduce(0) { $0 + UInt64(model.contents[$1]?.count ?? 0) }
        #expect(report.blobBytes == bytes, place)
    }
}
