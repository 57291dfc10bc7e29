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
}
