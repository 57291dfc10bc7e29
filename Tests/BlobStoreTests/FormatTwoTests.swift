import BlobModel
import BlobStore
import DurableIO
import DurableIOTesting
import FoundationEssentials
import RandomTesting
import SystemPackage
import Testing

/// Opens the shards that format version 2 wrote, plain and encrypted; every later version must be able to.
///
/// `engine-probe fixture` wrote them, with the list of what they hold; they are never written again.
struct FormatTwoTests {
    /// The file `contents.json` of a shard that is kept.
    private struct Contents: Decodable {
        struct Blob: Decodable {
            let domain: DedupDomain
            let reference: ReferenceID
            let blob: ContentID
            let size: UInt64
        }

        struct Released: Decodable {
            let domain: DedupDomain
            let reference: ReferenceID
        }

        struct Session: Decodable {
            let domain: DedupDomain
            let session: UploadSessionID
            let offset: UInt64
            let seed: UInt64
            let count: Int
        }

        let blobs: [Blob]
        let released: [Released]
        let sessions: [Session]
    }

    private static let folder = FilePath(#filePath).parent.appending("Fixtures").appending("format-2")

    @Test(arguments: ["plain", "encrypted"], [false, true])
    func `a shard of format 2 is opened, with its index or without, and read to the last byte`(
        _ name: String,
        _ isIndexLost: Bool
    ) async throws {
        let test = try TestShard(shard: "probe")
        try FileManager.default.copyItem(atPath: Self.folder.appending(name).string, toPath: test.path.string)
        if isIndexLost { try test.removeIndex() }
        let contents = try JSONDecoder().decode(
            Contents.self,
            from: Data(LocalFileSystem().contents(at: test.path.appending("contents.json")))
        )
        let masterKeys = name == "encrypted" ? try Self.masterKeys() : nil
        let shard = try await test.open { $0.masterKeys = masterKeys }
        try await Self.readAll(contents, in: shard)
        try await Self.finish(contents.sessions, in: shard)
        await shard.close()
    }

    private static func readAll(_ contents: Contents, in shard: Shard) async throws {
        #expect(contents.blobs.count == 7)
        for blob in contents.blobs {
            let description = try await shard.blob(of: blob.reference, in: blob.domain)
            #expect(description.size == blob.size)
            let bytes = try await shard.read(description.blob, in: blob.domain, range: nil).collect(upTo: 1 << 20)
            #expect(ContentID(of: bytes.span) == blob.blob)
        }
        for released in contents.released {
            await #expect(throws: BlobError.referenceNotFound(released.reference)) {
                try await shard.blob(of: released.reference, in: released.domain)
            }
        }
    }

    /// The open sessions go on where they stood.
    private static func finish(_ sessions: [Contents.Session], in shard: Shard) async throws {
        for session in sessions {
            var random = SeededGenerator(seed: session.seed)
            let bytes = random.bytes(session.count)
            let found = try await shard.upload(session.session, in: session.domain)
            #expect(found.offset == session.offset)
            let part = UploadPart(
                body: .bytes(Array(bytes[Int(session.offset)...])),
                offset: session.offset,
                endsUpload: true,
                limit: .max
            )
            _ = try await shard.append(part, to: session.session, in: session.domain)
            let completion = UploadCompletion(
                reference: .random(),
                length: UInt64(session.count),
                blob: ContentID(of: bytes.span)
            )
            let stored = try await shard.commit(session.session, as: completion, in: session.domain)
            #expect(stored.size == UInt64(session.count))
        }
    }

    /// The master key of the fixture: 32 bytes of 7.
    private static func masterKeys() throws -> MasterKeyRing {
        MasterKeyRing(current: try MasterKey(parsing: String(repeating: "BwcH", count: 10) + "Bwc"))
    }
}
