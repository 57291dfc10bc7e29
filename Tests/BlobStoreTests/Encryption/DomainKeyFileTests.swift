import BlobModel
import Testing

@testable import BlobStore

struct DomainKeyFileTests {
    private let scene: KeyScene
    private let domain = ContentID.domain(1)

    init() throws {
        scene = try KeyScene()
    }

    private var binding: KeyBinding { KeyBinding(domainKey: domain, shard: scene.shard) }

    private func wrapped(_ key: DomainKey) -> DomainKeyFile {
        DomainKeyFile(wrapping: key, for: binding, under: scene.master, since: 1_234)
    }

    @Test func `the bytes are those of the format's page`() throws {
        let bytes = wrapped(.random()).encoded
        #expect(bytes.count == 136)
        #expect(bytes.prefix(8).elementsEqual("ADomnKey".utf8))
        #expect(Array(bytes[8..<16]) == [0, 1, 0, 136, 1, 0, 0, 0])
        var reader = ByteReader(bytes[16..<72])
        #expect(reader.integer(UInt64.self) == scene.master.id.rawValue)
        #expect(reader.integer(UInt64.self) == 1 << 32)
        #expect(reader.integer(UInt64.self) == 1_234)
        #expect(reader.contentID() == domain)
        var checksum = ByteReader(bytes[132...])
        #expect(checksum.integer(UInt32.self) == CRC32C.checksum(of: bytes[..<132]))
    }

    @Test func `a wrapped key comes back, and two wrappings of it differ`() throws {
        let key = DomainKey.random()
        let ring = MasterKeyRing(current: scene.master)
        let file = try DomainKeyFile(decoding: wrapped(key).encoded)
        let found = try #require(try file.unwrap(for: binding, ring))
        #expect(found.secret == key.secret && found.number == key.number)
        #expect(wrapped(key).encoded != wrapped(key).encoded)
    }

    @Test func `the key is not in the file`() {
        let key = DomainKey.random()
        #expect(!wrapped(key).encoded.contains(sequence: key.secret))
    }

    @Test func `a mark of erasure survives the round trip and has no key`() throws {
        let file = DomainKeyFile(erasing: domain, keyNumber: 1, since: 5)
        #expect(try DomainKeyFile(decoding: file.encoded) == file)
        #expect(file.encoded[72..<132].allSatisfy { $0 == 0 })
        #expect(try file.unwrap(for: binding, MasterKeyRing(current: scene.master)) == nil)
    }

    @Test func `a file that is cut, or of which any bit is changed, gives no key`() throws {
        let ring = MasterKeyRing(current: scene.master)
        let bytes = wrapped(.random()).encoded
        for count in 0..<bytes.count {
            #expect(throws: KeyFault.self) { try DomainKeyFile(decoding: Array(bytes.prefix(count))) }
        }
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 0x10
            #expect(throws: KeyFault.self) { try DomainKeyFile(decoding: changed) }
            // Whoever mends the checksum too does not get past the tag.
            changed.replaceSubrange(132..., with: Self.checksum(of: changed))
            #expect(throws: KeyFault.self, "at \(position)") {
                let file = try DomainKeyFile(decoding: changed)
                guard try file.unwrap(for: binding, ring) == nil || position >= 132 else { return }
                throw KeyFault.foreign
            }
        }
    }

    @Test func `a later version is named and not touched`() {
        var bytes = wrapped(.random()).encoded
        bytes[9] = 2
        #expect(throws: KeyFault.version(2)) { try DomainKeyFile(decoding: bytes) }
    }

    @Test func `a key is good for its domain, shard, deployment, and master key alone`() throws {
        let file = wrapped(.random())
        let ring = MasterKeyRing(current: scene.master)
        let strangers = [
            KeyBinding(domainKey: .domain(2), shard: scene.shard),
            KeyBinding(domainKey: domain, shard: try KeyScene(shard: "s2").shard),
            KeyBinding(domainKey: domain, shard: try KeyScene(deployment: "eaaaaaaaaaaaaaaaaaaaaaaaaa").shard),
        ]
        for stranger in strangers {
            #expect(throws: KeyFault.foreign) { try file.unwrap(for: stranger, ring) }
        }
        #expect(throws: KeyFault.masterKeyUnknown(scene.master.id, given: [scene.next.id])) {
            try file.unwrap(for: binding, MasterKeyRing(current: scene.next))
        }
        #expect(try file.unwrap(for: binding, scene.rotating) != nil)
    }

    private static func checksum(of bytes: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(CRC32C.checksum(of: bytes[..<132]))
        return writer.bytes
    }
}

extension Collection<UInt8> {
    /// Tells whether bytes stand anywhere in these.
    func contains(sequence wanted: some Collection<UInt8>) -> Bool {
        guard let first = wanted.first else { return true }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
