import Cryptography
import Testing

struct SHA256HasherTests {
    static let vectors: [(message: String, digest: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]

    @Test(arguments: vectors)
    func `FIPS 180-4 the standard's examples have their digests`(message: String, digest: String) {
        #expect(SHA256Hasher.digest(of: Array(message.utf8).span).hexadecimal == digest)
    }

    @Test func `FIPS 180-4 a million letters added in unequal pieces have their digest`() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        var hasher = SHA256Hasher()
        var start = 0
        var count = 1
        while start < letters.count {
            let end = min(start + count, letters.count)
            hasher.update(letters.span.extracting(start..<end))
            (start, count) = (end, count * 3)
        }
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(hasher.finalise().hexadecimal == expected)
    }

    @Test func `an empty piece changes nothing`() {
        var hasher = SHA256Hasher()
        hasher.update([UInt8]().span)
        #expect(hasher.finalise() == SHA256Hasher.digest(of: [UInt8]().span))
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000])
    func `bytes at hand have the digest of the same bytes in pieces`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hasher = SHA256Hasher()
        hasher.update(bytes.span.extracting(first: count / 3))
        hasher.update(bytes.span.extracting(droppingFirst: count / 3))
        let whole = SHA256Hasher.digest(of: bytes.span)
        #expect(hasher.finalise() == whole)
        #expect(SHA256Hasher.digest(of: bytes.span) == whole)
    }

    @Test func `many tasks at once get the digests of their own bytes`() async {
        let messages = (0..<64).map { number in [UInt8](repeating: UInt8(number), count: 1 + number * 61) }
        let expected = messages.map { SHA256Hasher.digest(of: $0.span) }
        await withTaskGroup(of: Bool.self) { group in
            for (message, digest) in zip(messages, expected) {
                group.addTask { (0..<500).allSatisfy { _ in SHA256Hasher.digest(of: message.span) == digest } }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(Set(expected).count == 64)
    }
}
