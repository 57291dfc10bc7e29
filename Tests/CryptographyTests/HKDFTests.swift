import Cryptography
import Testing

struct HKDFTests {
    struct Vector: Sendable {
        var secret: [UInt8]
        var salt: [UInt8]
        var info: [UInt8]
        var output: String
    }

    static let vectors = [
        Vector(
            secret: [UInt8](repeating: 0x0B, count: 22),
            salt: Array(0x00...0x0C),
            info: Array(0xF0...0xF9),
            output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        Vector(
            secret: Array(0x00...0x4F),
            salt: Array(0x60...0xAF),
            info: Array(0xB0...0xFF),
            output: """
                b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da\
                3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
                """
        ),
        Vector(
            secret: [UInt8](repeating: 0x0B, count: 22),
            salt: [],
            info: [],
            output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ]

    @Test(arguments: vectors)
    func `RFC 5869 appendix A the test cases have their output`(vector: Vector) {
        let count = vector.output.utf8.count / 2
        let output = HKDF.derive(from: vector.secret, salt: vector.salt, info: vector.info, count: count)
        #expect(Hexadecimal.encode(output) == vector.output)
    }

    @Test func `RFC 5869 §2.3 the longest output is 255 digests`() {
        let longest = HKDF.derive(from: [1], salt: [], info: [], count: HKDF.maximumByteCount)
        #expect(longest.count == 8160)
        #expect(HKDF.derive(from: [1], salt: [], info: [], count: 0).isEmpty)
        #expect(HKDF.derive(from: [1], salt: [], info: [], count: 40) == Array(longest.prefix(40)))
    }

    @Test func `RFC 5869 §2.3 more than 255 digests are refused`() async {
        await #expect(processExitsWith: .failure) {
            _ = HKDF.derive(from: [1], salt: [], info: [], count: HKDF.maximumByteCount + 1)
        }
    }
}
