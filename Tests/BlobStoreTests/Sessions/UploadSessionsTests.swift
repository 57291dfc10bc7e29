import BlobModel
import Testing

@testable import BlobStore

struct UploadSessionsTests {
    private let sessions = UploadSessions(digestLimit: 2)

    private func key() throws -> SessionKey {
        SessionKey(domainKey: try DedupDomain(validating: "home").key, id: .random())
    }

    @Test func `a session that is in use is refused to others until the work has ended, however it did`() async throws {
        let key = try key()
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await sessions.using(key) { _ in
                await #expect(throws: UploadSessionError.busy(key.id)) { try await sessions.using(key) { _ in } }
                throw Failure()
            }
        }
        try await sessions.using(key) { _ in }
    }

    @Test func `the digests that were used last are kept, and no more than allowed`() async throws {
        let keys = try (0..<3).map { _ in try key() }
        for key in [keys[0], keys[1], keys[0], keys[2]] {
            try await sessions.using(key) { $0 = $0 ?? SessionDigest() }
        }
        #expect(sessions.digestCount == 2)
        var known: [Bool] = []
        for key in keys { known.append(try await sessions.using(key) { $0 != nil }) }
        #expect(known == [true, false, true])
    }

    @Test func `a digest that is given up is kept no more`() async throws {
        let key = try key()
        try await sessions.using(key) { $0 = SessionDigest() }
        try await sessions.using(key) { $0 = nil }
        #expect(sessions.digestCount == 0)
    }
}
