import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct AttachmentModelTests {
    @Test(arguments: DatabaseEngine.all, [1, 2, 3, 4] as [UInt64])
    func `links, usage, and outbox agree with a simple model after any calls`(
        engine: DatabaseEngine,
        seed: UInt64
    ) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            var game = AttachmentGame(fixture: fixture, seed: seed)
            for step in 0..<400 {
                let call = try game.play(in: txn)
                try game.compare(after: "seed \(seed), step \(step), \(call)", in: txn)
            }
            #expect(game.refusals.count >= 5, "seed \(seed) met only \(game.refusals)")
        }
    }
}
