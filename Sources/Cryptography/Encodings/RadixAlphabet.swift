/// The characters of an encoding that writes each few bits as one ASCII character (RFC 4648), without padding.
struct RadixAlphabet: Sendable {
    private static let invalid: UInt8 = 0xFF

    private let bitsPerCharacter: Int
    private let characters: [UInt8]
    private let values: [UInt8]

    /// Makes an alphabet.
    ///
    /// - Parameter characters: The ASCII characters in the order of their values: 16, 32, or 64 of them.
    init(_ characters: String) {
        self.characters = Array(characters.utf8)
        bitsPerCharacter = self.characters.count.trailingZeroBitCount
        var values = [UInt8](repeating: Self.invalid, count: 256)
        for (value, character) in self.characters.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        self.values = values
    }

    /// Returns the text that stands for bytes; bits missing in the last character are zero.
    func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + bitsPerCharacter - 1) / bitsPerCharacter)
        var pending = 0
        var pendingBits = 0
        for byte in bytes {
            pending = pending << 8 | Int(byte)
            pendingBits += 8
            while pendingBits >= bitsPerCharacter {
                pendingBits -= bitsPerCharacter
                text.append(characters[pending >> pendingBits])
                pending &= 1 << pendingBits - 1
            }
        }
        if pendingBits > 0 {
            text.append(characters[pending << (bitsPerCharacter - pendingBits)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Returns the bytes for which text stands, or nil when ``encode(_:)`` never gives that text.
    ///
    /// RFC 4648 §3.5: decoders MAY refuse an encoding whose pad bits are not zero. This one does, so that each byte
    /// sequence has exactly one spelling.
    func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * bitsPerCharacter / 8)
        var pending = 0
        var pendingBits = 0
        for character in text.utf8 {
            let value = values[Int(character)]
            guard value != Self.invalid else { return nil }
            pending = pending << bitsPerCharacter | Int(value)
            pendingBits += bitsPerCharacter
            guard pendingBits >= 8 else { continue }
            pendingBits -= 8
            bytes.append(UInt8(pending >> pendingBits))
            pending &= 1 << pendingBits - 1
        }
        return pendingBits < bitsPerCharacter && pending == 0 ? bytes : nil
    }
}
