import Cryptography
import Testing

struct HMACKeyTests {
    static let vectors: [(key: [UInt8], message: [UInt8], tag: String)] = [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ]

    @Test(arguments: vectors)
    func `RFC 4231 §4 the test cases have their tags`(key: [UInt8], message: [UInt8], tag: String) {
        #expect(Hexadecimal.encode(HMACKey(key).authenticate(message.span)) == tag)
    }

    @Test func `a key gives the same tag again after other messages`() {
        let key = HMACKey(Array("Jefe".utf8))
        let first = key.authenticate([1, 2, 3].span)
        _ = key.authenticate([UInt8](repeating: 9, count: 1000).span)
        _ = key.authenticate([UInt8]().span)
        #expect(key.authenticate([1, 2, 3].span) == first)
    }

    @Test func `RFC 2104 §2 an empty key is one of zeros`() {
        let message: [UInt8] = [1, 2, 3]
        let zeros = HMACKey([UInt8](repeating: 0, count: 64))
        #expect(HMACKey([]).authenticate(message.span) == zeros.authenticate(message.span))
    }

    @Test func `only the whole unchanged tag is valid`() {
        let key = HMACKey([1, 2, 3])
        let message: [UInt8] = [4, 5, 6]
        let tag = key.authenticate(message.span)
        #expect(isValid(tag, for: message, under: key))
        for position in tag.indices {
            var changed = tag
            changed[position] ^= 1
            #expect(!isValid(changed, for: message, under: key))
        }
        #expect(!isValid(Array(tag.dropLast()), for: message, under: key))
        #expect(!isValid([], for: message, under: key))
        #expect(!isValid(tag, for: [4, 5], under: key))
        #expect(!isValid(tag, for: message, under: HMACKey([1, 2])))
    }

    /// A span cannot be part of an expression that the macro takes apart.
    private func isValid(_ tag: [UInt8], for message: [UInt8], under key: HMACKey) -> Bool {
        key.isValid(tag, for: message.span)
    }

    @Test func `several tasks share one key`() async {
        let key = HMACKey([1, 2, 3])
        let expected = (0..<16).map { key.authenticate([UInt8($0)].span) }
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask {
                    (0..<200).allSatisfy { _ in key.authenticate([UInt8(number)].span) == expected[number] }
                }
            }
            for await isRight in group {
                #expect(isRight)
            }
        }
    }
}
