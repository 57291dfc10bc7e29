import RandomTesting
import Testing
import WebDAV

@Suite struct ReportFuzzTests {
    @Test func `a mutated report body is read or refused`() {
        let seed: UInt64 = 3744
        var mutator = Mutator(corpus: ReportExamples.all.map { Array($0.utf8) }, seed: seed)
        var accepted = 0
        for _ in 0..<TestRounds.count(3_000) {
            guard let root = try? XMLDocument.parse(mutator.next()) else { continue }
            accepted += Self.readings(of: root)
        }
        #expect(accepted > 0, "seed \(seed): no mutation was accepted, so that nothing was read")
    }

    /// Returns how many requests read the element as theirs.
    private static func readings(of root: XMLElement) -> Int {
        let readers: [(XMLElement) -> Bool] = [
            { (try? SyncCollectionRequest($0, depth: .zero)) != nil }, { (try? ExpandPropertyRequest($0)) != nil },
            { (try? PrincipalMatchRequest($0)) != nil },
            { (try? PrincipalPropertySearchRequest($0))?.matches { _ in ["John Doe"] } != nil },
            { (try? ACLPrincipalPropSetRequest($0)) != nil },
        ]
        return readers.count { $0(root) }
    }
}
