import Testing

@testable import KeyValueIndex

/// Versions that are asked for while somebody commits.
struct VersionTests {
    private static let key: [UInt8] = [1]

    private let directory: TemporaryEnvironment

    init() throws {
        directory = try TemporaryEnvironment()
    }

    @Test func `a snapshot's version names the commit that it shows, also while others commit`() throws {
        let environment = try directory.open()
        let table = try environment.openTable(named: "numbers")
        let base = environment.version.transaction
        let writer = startThread {
            for number in 1...200 as ClosedRange<UInt8> {
                try environment.write { (txn) throws(LMDBError) in try txn.put([number], for: Self.key, in: table) }
            }
        }
        func look() throws(LMDBError) -> (version: Int, number: Int) {
            try environment.read { (txn) throws(LMDBError) in
                (txn.version.transaction - base, Int(try txn.get(Self.key, in: table)?.first ?? 0))
            }
        }
        var wrong = 0
        for _ in 1...100_000 {
            let (version, number) = try look()
            if version != number { wrong += 1 }
        }
        try writer.value()
        #expect(wrong == 0)
        #expect(try look() == (200, 200))
        #expect(environment.version.transaction == base + 200)
    }
}
