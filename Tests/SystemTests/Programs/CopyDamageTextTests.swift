import BlobStore
import SystemPackage
import Testing

@testable import attache

/// What is said of damage in the copy of a shard.
struct CopyDamageTextTests {
    private let segmentMissing = BlobStoreError.segmentMissing(7)

    @Test func `a copy in a backup is not to be rebuilt but copied anew`() throws {
        let text = CopyDamageText(path: "/backup/s-1", purpose: .backup)
        let sentence = try #require(text.sentence(for: segmentMissing))
        #expect(sentence.hasPrefix("/backup/s-1: The log has no segment 7 "))
        #expect(sentence.contains("Remove /backup/s-1"))
        #expect(!sentence.contains("from a backup"))
    }

    @Test func `of a shard that was restored, and of other errors, the error says what to do`() {
        #expect(CopyDamageText(path: "/data/s-1", purpose: .restored).sentence(for: segmentMissing) == nil)
        #expect(CopyDamageText(path: "/backup/s-1", purpose: .backup).sentence(for: .closed) == nil)
    }
}
