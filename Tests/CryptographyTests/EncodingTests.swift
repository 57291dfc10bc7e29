import Cryptography
import RandomTesting
import Testing

struct EncodingTests {
    static let prefixes = ["", "f", "fo", "foo", "foob", "fooba", "foobar"]

    @Test(arguments: zip(prefixes, ["", "66", "666f", "666f6f", "666f6f62", "666f6f6261", "666f6f626172"]))
    func `RFC 4648 §10 base 16 in lower case`(text: String, encoded: String) {
        #expect(Hexadecimal.encode(Array(text.utf8)) == encoded)
        #expect(Hexadecimal.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: zip(prefixes, ["", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"]))
    func `RFC 4648 §10 base 32 in lower case without padding`(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: zip(prefixes, ["", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"]))
    func `RFC 4648 §10 base 64 without padding`(text: String, encoded: String) {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(text.utf8))
    }

    @Test func `RFC 4648 §5 the last two characters are minus and underline`() {
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.decode("+/8") == nil)
    }

    @Test func `16 bytes are 26 characters of base 32`() {
        #expect(Base32.encode(SecureRandom.bytes(16)).utf8.count == 26)
    }

    @Test(arguments: ["0", "000", "0g", "AB", " 00", "00 ", "é0", "0x00"])
    func `text that is not base 16 is refused`(text: String) {
        #expect(Hexadecimal.decode(text) == nil)
    }

    @Test(arguments: ["a", "mzx", "MY", "my======", "m1", "m8", "mzxw6y", "my\n"])
    func `text that is not base 32 is refused`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zm8=", "Z g", "Zm9vY", "Zg\u{0}"])
    func `text that is not base 64 is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `RFC 4648 §3.5 pad bits other than zero are refused`() {
        #expect(Base32.decode("mz") == nil)
        #expect(Base64URL.decode("Zh") == nil)
    }

    @Test func `random bytes survive all round trips`() {
        let seed: UInt64 = 11
        var generator = SeededGenerator(seed: seed)
        for count in 0..<100 {
            let bytes = generator.bytes(count)
            #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes, "seed \(seed)")
            #expect(Base32.decode(Base32.encode(bytes)) == bytes, "seed \(seed)")
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "seed \(seed)")
        }
    }
}
