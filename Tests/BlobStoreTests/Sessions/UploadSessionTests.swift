import BlobModel
import BlobStore
import BlobStoreTesting
import FoundationEssentials
import Testing

struct UploadSessionTests {
    private struct BrokenConnection: Error {}

    private let scene: UploadScene

    init() throws {
        scene = try UploadScene()
    }

    @Test(arguments: [300_000, 700_001, 1 << 20, 4 << 20])
    func `a blob that comes in parts has the chunks that it has when it comes whole`(_ parts: Int) async throws {
        let bytes = UploadScene.bytes(3_000_000)
        let shard = try await scene.open()
        let session = try await shard.createUpload(in: scene.domain)
        #expect(session.offset == 0)
        #expect(try await scene.send(bytes, in: parts, to: session.session, of: shard) == 3_000_000)
        let stored = try await scene.commit(session.session, bytes, of: shard)
        let expected = StoredBlob(blob: UploadScene.name(of: bytes), size: 3_000_000, addedBytes: 3_000_000)
        #expect(stored == expected)
        let whole = PutBlob(reference: .random(), domain: scene.domain, bytes: bytes)
        #expect(try await shard.put(whole).addedBytes == 0)
        let isSame = try await shard.bytes(of: whole) == bytes
        #expect(isSame)
        await shard.close()
    }

    @Test func `the durable offset is the end of a chunk until the upload ends`() async throws {
        let bytes = UploadScene.bytes(500_000)
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        let first = try await shard.append(
            UploadScene.part(bytes[..<400_000], at: 0, ends: false),
            to: id,
            in: scene.domain
        )
        #expect((400_000 - 262_144..<400_000).contains(first.offset))
        let rest = UploadScene.part(bytes[Int(first.offset)...], at: first.offset, ends: true)
        #expect(try await shard.append(rest, to: id, in: scene.domain).offset == 500_000)
        await shard.close()
    }

    @Test func `a small part that does not end the upload advances nothing`() async throws {
        let bytes = UploadScene.bytes(10_000)
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        for ends in [false, true] {
            let answer = try await shard.append(UploadScene.part(bytes, at: 0, ends: ends), to: id, in: scene.domain)
            #expect(answer.offset == (ends ? 10_000 : 0))
        }
        #expect(try await scene.commit(id, bytes, of: shard).blob == UploadScene.name(of: bytes))
        await shard.close()
    }

    @Test(arguments: [1, UInt64(1) << 40])
    func `a part that does not begin at the durable offset is refused with it`(_ wrong: UInt64) async throws {
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        let offset = try await scene.send(UploadScene.bytes(900_000), in: 600_000, to: id, of: shard, upTo: 600_000)
        let part = UploadScene.part([1, 2, 3], at: offset + wrong, ends: true)
        await #expect(throws: UploadSessionError.offsetMismatch(durable: offset)) {
            try await shard.append(part, to: id, in: scene.domain)
        }
        #expect(try await shard.upload(id, in: scene.domain).offset == offset)
        await shard.close()
    }

    @Test func `of a body that breaks off the whole chunks are kept`() async throws {
        let bytes = UploadScene.bytes(3_000_000)
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        let body = ByteStream.failing(after: Array(bytes[..<2_000_000]), with: BrokenConnection())
        await #expect(throws: BlobError.self) {
            let part = UploadPart(body: body, offset: 0, endsUpload: true, limit: .max)
            _ = try await shard.append(part, to: id, in: scene.domain)
        }
        let kept = try await shard.upload(id, in: scene.domain).offset
        #expect((2_000_000 - 262_144...2_000_000).contains(kept))
        try await scene.send(bytes, in: 1 << 20, to: id, of: shard)
        #expect(try await scene.commit(id, bytes, of: shard).blob == UploadScene.name(of: bytes))
        await shard.close()
    }

    @Test func `an append whose last chunk fills a window is durable, with one synchronisation`() async throws {
        let bytes = UploadScene.bytes(900_000)
        let shard = try await scene.open { $0.uploadWindowByteCount = 1 }
        let id = try await shard.createUpload(in: scene.domain).session
        let before = try await shard.statistics().synchronisations
        let part = UploadScene.part(bytes, at: 0, ends: false)
        let offset = try await shard.append(part, to: id, in: scene.domain).offset
        #expect(offset > 900_000 - 262_144)
        let after = try await shard.statistics().synchronisations
        #expect(after == before + 1)
        // What is not durable is taken out of the log when the shard is closed.
        await shard.close()
        let again = try await scene.open()
        #expect(try await again.upload(id, in: scene.domain).offset == offset)
        try await scene.send(bytes, in: 1 << 20, to: id, of: again)
        #expect(try await scene.commit(id, bytes, of: again).blob == UploadScene.name(of: bytes))
        await again.close()
    }

    @Test func `a session takes one append at a time`() async throws {
        let bytes = UploadScene.bytes(600_000)
        let shard = try await scene.open()
        let domain = scene.domain
        let id = try await shard.createUpload(in: domain).session
        let body = GatedBody(Array(bytes[..<300_000]), then: Array(bytes[300_000...]))
        async let first = shard.append(
            UploadPart(body: body.stream, offset: 0, endsUpload: true, limit: .max),
            to: id,
            in: domain
        )
        await body.waitForReader()
        await #expect(throws: UploadSessionError.busy(id)) {
            try await shard.append(UploadScene.part(bytes, at: 0, ends: true), to: id, in: domain)
        }
        await #expect(throws: UploadSessionError.busy(id)) { try await shard.abandon(id, in: domain) }
        body.open()
        #expect(try await first.offset == 600_000)
        #expect(try await scene.commit(id, bytes, of: shard).size == 600_000)
        await shard.close()
    }

    @Test(arguments: [false, true])
    func `a session goes on after the shard was opened again, with the index or without`(
        _ losesIndex: Bool
    ) async throws {
        let bytes = UploadScene.bytes(5_000_000)
        let first = try await scene.open()
        let id = try await first.createUpload(in: scene.domain).session
        let offset = try await scene.send(bytes, in: 1 << 20, to: id, of: first, upTo: 2 << 20)
        await first.close()
        if losesIndex { try scene.test.removeIndex() }
        let second = try await scene.open()
        #expect(try await second.upload(id, in: scene.domain).offset == offset)
        try await scene.send(bytes, in: 1 << 20, to: id, of: second)
        let blob = PutBlob(reference: .random(), domain: scene.domain, bytes: bytes)
        let completion = UploadCompletion(reference: blob.reference, length: UInt64(bytes.count))
        let stored = try await second.commit(id, as: completion, in: scene.domain)
        #expect(stored.blob == UploadScene.name(of: bytes))
        let isSame = try await second.bytes(of: blob) == bytes
        #expect(isSame)
        await second.close()
    }

    @Test func `an append that finds the disk full is repeated when there is space`() async throws {
        let bytes = UploadScene.bytes(2_500_000)
        let small = try await scene.open { $0.reservedBytes = 1 << 62 }
        await #expect(throws: BlobError.insufficientSpace) { try await small.createUpload(in: scene.domain) }
        await small.close()
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        let offset = try await scene.send(bytes, in: 1 << 20, to: id, of: shard, upTo: 1 << 20)
        await shard.close()
        let full = try await scene.open { $0.reservedBytes = 1 << 62 }
        await #expect(throws: BlobError.insufficientSpace) {
            try await scene.send(bytes, in: 1 << 20, to: id, of: full)
        }
        #expect(try await full.upload(id, in: scene.domain).offset == offset)
        await full.close()
        let again = try await scene.open()
        try await scene.send(bytes, in: 1 << 20, to: id, of: again)
        #expect(try await scene.commit(id, bytes, of: again).blob == UploadScene.name(of: bytes))
        await again.close()
    }

    @Test func `RFC 4331 §6 an upload that the disk has no room for is refused before it comes`() async throws {
        let shard = try await scene.open { $0.reservedBytes = 1 << 20 }
        await #expect(throws: BlobError.insufficientSpace) {
            try await shard.createUpload(in: scene.domain, expecting: 1 << 62)
        }
        await #expect(throws: BlobError.insufficientSpace) {
            try await shard.createUpload(in: scene.domain, expecting: .max)
        }
        let unread = ByteStream(UnreadBody())
        await #expect(throws: BlobError.insufficientSpace) {
            try await shard.put(unread, as: .random(), in: scene.domain, limit: .max, expecting: 1 << 62)
        }
        _ = try await shard.createUpload(in: scene.domain, expecting: 1 << 20)
        await shard.close()
    }

    @Test func `an upload that passes its limit is refused, whichever part does`() async throws {
        let bytes = UploadScene.bytes(600_000)
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        let first = UploadScene.part(bytes[..<500_000], at: 0, ends: false, limit: 500_000)
        let offset = try await shard.append(first, to: id, in: scene.domain).offset
        for limit in [offset - 1, 599_999] {
            let rest = UploadScene.part(bytes[Int(offset)...], at: offset, ends: true, limit: limit)
            await #expect(throws: BlobError.tooLarge(limit: limit)) {
                try await shard.append(rest, to: id, in: scene.domain)
            }
        }
        await shard.close()
    }

    @Test func `an abandoned session is gone, and abandoning it again is no error`() async throws {
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        for _ in 0..<2 { try await shard.abandon(id, in: scene.domain) }
        await #expect(throws: UploadSessionError.notFound(id)) { try await shard.upload(id, in: scene.domain) }
        await #expect(throws: UploadSessionError.notFound(id)) {
            try await shard.append(UploadScene.part([1], at: 0, ends: true), to: id, in: scene.domain)
        }
        await shard.close()
    }

    @Test func `a session of another domain is not there`() async throws {
        let shard = try await scene.open()
        let id = try await shard.createUpload(in: scene.domain).session
        let other = try DedupDomain(validating: "other")
        await #expect(throws: UploadSessionError.notFound(id)) { try await shard.upload(id, in: other) }
        await shard.close()
    }

    @Test func `there are no more sessions than allowed`() async throws {
        let shard = try await scene.open { $0.sessionLimit = 2 }
        let first = try await shard.createUpload(in: scene.domain).session
        _ = try await shard.createUpload(in: scene.domain)
        let error = await #expect(throws: BlobError.self) { try await shard.createUpload(in: scene.domain) }
        #expect(error?.isWorthRetrying == true)
        try await shard.abandon(first, in: scene.domain)
        _ = try await shard.createUpload(in: scene.domain)
        await shard.close()
    }
}
