import BlobModel
import Cryptography
import Testing

@testable import BlobStore

struct DomainCipherTests {
    private let key = DomainKey.random()
    private let domain = ContentID.domain(1)
    private let content = ContentID(of: Array("content".utf8).span)

    private var cipher: DomainCipher { DomainCipher(key, domainKey: domain) }

    @Test func `names and keys derive as the format's page says`() {
        let names = HKDF.derive(
            from: key.secret,
            salt: domain.bytes,
            info: Array("attache-name-key-v1".utf8),
            count: 32
        )
        let tag = HMACKey(names).authenticate(content.bytes.span)
        #expect(cipher.name(of: content).bytes == tag)
        let data = HKDF.derive(from: key.secret, salt: domain.bytes, info: Array("attache-data-key-v1".utf8), count: 32)
        let name = cipher.name(of: content)
        let sealed = cipher.seal([1, 2, 3].span, as: name, .chunk)
        let additional = Array("attache-chunk-v1".utf8) + domain.bytes + name.bytes
        let opened = try? AESGCM(key: data).openEnvelope(sealed.span, authenticating: additional)
        #expect(opened == [1, 2, 3])
    }

    @Test func `equal content has equal names under one key, and other names under any other`() {
        #expect(cipher.name(of: content) == cipher.name(of: content))
        #expect(cipher.name(of: content) != content)
        #expect(DomainCipher(.random(), domainKey: domain).name(of: content) != cipher.name(of: content))
        #expect(DomainCipher(key, domainKey: .domain(2)).name(of: content) != cipher.name(of: content))
    }

    @Test func `sealed bytes open as what they are, and as nothing else`() throws {
        let name = cipher.name(of: content)
        let plain = Array("plain".utf8)
        let sealed = cipher.seal(plain.span, as: name, .chunk)
        #expect(sealed.count == plain.count + Int(ChunkEntry.sealByteCount))
        let opened = try cipher.open(sealed.span, as: name, .chunk)
        let another = cipher.seal(plain.span, as: name, .chunk)
        #expect(opened == plain && another != sealed)
        #expect(throws: BlobStoreError.damagedContent(name)) { try cipher.open(sealed.span, as: name, .manifest) }
        #expect(throws: BlobStoreError.damagedContent(content)) { try cipher.open(sealed.span, as: content, .chunk) }
        for other in [DomainCipher(key, domainKey: .domain(2)), DomainCipher(.random(), domainKey: domain)] {
            #expect(throws: BlobStoreError.damagedContent(name)) { try other.open(sealed.span, as: name, .chunk) }
        }
    }
}
