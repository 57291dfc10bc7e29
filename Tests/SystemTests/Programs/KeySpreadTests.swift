import BlobAPI
import BlobClient
import BlobModel
import Synchronization
import Testing

@testable import attache

/// What `attache key activate` waits for.
struct KeySpreadTests {
    private let key: SigningKeyID
    private let nodes: [NodeEntry]

    init() throws {
        key = try SigningKeyID(validating: "k2")
        nodes = try ["blob-1", "blob-2"].map { name in
            NodeEntry(
                id: try NodeID(validating: name),
                internalURL: "http://127.0.0.1:9081",
                publicURL: "http://127.0.0.1:8081"
            )
        }
    }

    @Test func `when every node knows the key nobody waits`() async throws {
        let key = key
        let spread = KeySpread(key: key, nodes: nodes) { _ in [key] }
        try await spread.wait(for: .seconds(60)) { Issue.record("waited for \($0)") }
    }

    @Test func `a node that does not know the key, and one that does not answer, are named`() async throws {
        let problem = OperatorClientError.unavailable("The connection failed.")
        let spread = KeySpread(key: key, nodes: nodes) { node in
            guard node.id.text == "blob-1" else { throw problem }
            return []
        }
        let error = await #expect(throws: KeySpreadError.self) { try await spread.wait(for: .zero) { _ in } }
        let found = try #require(error)
        #expect(found.gaps.map(\.node.text) == ["blob-1", "blob-2"])
        #expect(found.description.contains("The node blob-1 does not know the key k2 yet."))
        #expect(found.description.contains("\(problem)"))
        #expect(found.description.contains("Nothing was changed."))
    }

    @Test func `a node is waited for until it knows the key, and the others are not asked again`() async throws {
        let asked = Mutex<[String: Int]>([:])
        let key = key
        let spread = KeySpread(key: key, nodes: nodes) { node in
            let times = asked.withLock { asked in
                asked[node.id.text, default: 0] += 1
                return asked[node.id.text] ?? 0
            }
            return node.id.text == "blob-2" && times < 2 ? [] : [key]
        }
        try await spread.wait(for: .seconds(30)) { gaps in #expect(gaps.map(\.node.text) == ["blob-2"]) }
        #expect(asked.withLock { $0 } == ["blob-1": 1, "blob-2": 2])
    }
}
