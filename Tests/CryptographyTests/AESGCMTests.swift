import Cryptography
import Testing

struct AESGCMTests {
    struct Vector: Sendable {
        var key: String
        var nonce: String
        var plaintext: String
        var additional: String
        var sealed: String
    }

    /// Test cases 13, 14, and 16 of "The Galois/Counter Mode of Operation", which SP 800-38D refers to.
    static let vectors = [
        Vector(
            key: String(repeating: "0", count: 64),
            nonce: String(repeating: "0", count: 24),
            plaintext: "",
            additional: "",
            sealed: "530f8afbc74536b9a963b4f1c4cb738b"
        ),
        Vector(
            key: String(repeating: "0", count: 64),
            nonce: String(repeating: "0", count: 24),
            plaintext: String(repeating: "0", count: 32),
            additional: "",
            sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
        ),
        Vector(
            key: String(repeating: "feffe9928665731c6d6a8f9467308308", count: 2),
            nonce: "cafebabefacedbaddecaf888",
            plaintext: """
                d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
                """,
            additional: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            sealed: """
                522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
                8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662\
                76fc6ece0f4e1768cddf8853bb2d551b
                """
        ),
    ]

    @Test(arguments: vectors)
    func `SP 800-38D the test cases seal and open`(vector: Vector) throws {
        let cipher = AESGCM(key: try #require(Hexadecimal.decode(vector.key)))
        let nonce = try #require(Hexadecimal.decode(vector.nonce))
        let plaintext = try #require(Hexadecimal.decode(vector.plaintext))
        let additional = try #require(Hexadecimal.decode(vector.additional))
        let sealed = cipher.seal(plaintext.span, nonce: nonce, authenticating: additional)
        #expect(Hexadecimal.encode(sealed) == vector.sealed)
        #expect(try cipher.open(sealed.span, nonce: nonce, authenticating: additional) == plaintext)
    }

    @Test func `whatever is changed, nothing is opened`() throws {
        let key = [UInt8](repeating: 3, count: 32)
        let nonce = [UInt8](repeating: 4, count: 12)
        let cipher = AESGCM(key: key)
        let sealed = cipher.seal(Array("plaintext".utf8).span, nonce: nonce, authenticating: [1])
        for position in sealed.indices {
            var changed = sealed
            changed[position] ^= 0x80
            expectRefusal { () throws(CryptographyError) in
                try cipher.open(changed.span, nonce: nonce, authenticating: [1])
            }
        }
        for count in 0..<sealed.count {
            let cut = Array(sealed.prefix(count))
            expectRefusal { () throws(CryptographyError) in
                try cipher.open(cut.span, nonce: nonce, authenticating: [1])
            }
        }
        expectRefusal { () throws(CryptographyError) in
            try cipher.open(sealed.span, nonce: nonce, authenticating: [2])
        }
        expectRefusal { () throws(CryptographyError) in
            try cipher.open(sealed.span, nonce: nonce.map { $0 + 1 }, authenticating: [1])
        }
        let other = AESGCM(key: key.map { $0 + 1 })
        expectRefusal { () throws(CryptographyError) in
            try other.open(sealed.span, nonce: nonce, authenticating: [1])
        }
        #expect(try cipher.open(sealed.span, nonce: nonce, authenticating: [1]) == Array("plaintext".utf8))
    }

    @Test(arguments: [0, 1, 15, 16, 17, 65_536, 262_144])
    func `an envelope carries its nonce and opens again`(count: Int) throws {
        let cipher = AESGCM(key: [UInt8](repeating: 7, count: 32))
        let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let envelope = cipher.sealEnvelope(plaintext.span, authenticating: [9])
        #expect(envelope.count == count + AESGCM.envelopeByteCount)
        #expect(try cipher.openEnvelope(envelope.span, authenticating: [9]) == plaintext)
        let nonce = Array(envelope.prefix(AESGCM.nonceByteCount))
        let rest = Array(envelope.dropFirst(AESGCM.nonceByteCount))
        #expect(try cipher.open(rest.span, nonce: nonce, authenticating: [9]) == plaintext)
        #expect(cipher.seal(plaintext.span, nonce: nonce, authenticating: [9]) == rest)
    }

    @Test func `SP 800-38D §8 no two envelopes share a nonce`() {
        let cipher = AESGCM(key: [UInt8](repeating: 7, count: 32))
        let nonces = (0..<2_000).map { _ in Array(cipher.sealEnvelope([1].span).prefix(AESGCM.nonceByteCount)) }
        #expect(Set(nonces).count == nonces.count)
    }

    @Test func `an envelope that is cut or changed anywhere is not opened`() {
        let cipher = AESGCM(key: [UInt8](repeating: 3, count: 32))
        let envelope = cipher.sealEnvelope(Array("plaintext".utf8).span, authenticating: [1])
        for position in envelope.indices {
            var changed = envelope
            changed[position] ^= 1
            expectRefusal { () throws(CryptographyError) in
                try cipher.openEnvelope(changed.span, authenticating: [1])
            }
        }
        for count in 0..<envelope.count {
            let cut = Array(envelope.prefix(count))
            expectRefusal { () throws(CryptographyError) in try cipher.openEnvelope(cut.span, authenticating: [1]) }
        }
    }

    @Test func `a key that has not 32 bytes is a fault of the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = AESGCM(key: [UInt8](repeating: 0, count: 16))
        }
    }

    private func expectRefusal(_ open: () throws(CryptographyError) -> [UInt8]) {
        #expect(throws: CryptographyError.authenticationFailed) { try open() }
    }
}
