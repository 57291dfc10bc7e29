import FoundationEssentials

/// The octets that a property has as base64 text, decoded piece by piece: they are never in memory all at once.
package struct Base64Content: Hashable, Sendable {
    /// The text without white space: whole groups of four characters.
    private let text: String

    /// The number of octets.
    package let size: Int

    /// Takes base64 text, in which white space stands for nothing; nil where it is not strict base64.
    ///
    /// RFC 4648 §3.3: "Implementations MUST reject the encoded data if it contains characters outside the base alphabet";
    /// §3.2: they "MUST include appropriate pad characters". White space is what is left of a badly folded line.
    package init?(_ value: String) {
        let text = value.utf8.contains(where: Self.isSpace) ? Self.withoutSpaces(value) : value
        let characters = text.utf8
        let padding = characters.suffix(2).count { $0 == UInt8(ascii: "=") }
        guard characters.count % 4 == 0, characters.dropLast(padding).allSatisfy(Self.isDigit),
            characters.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") })
        else { return nil }
        self.text = text
        size = characters.count / 4 * 3 - padding
    }

    /// The octets in pieces of 48 KiB at most.
    package var pieces: Pieces { Pieces(text: text) }

    /// Decodes piece after piece.
    package struct Pieces: Sequence, IteratorProtocol, Sendable {
        private static let charactersAtOnce = 64 << 10

        private let text: String
        private var position: String.Index

        fileprivate init(text: String) {
            self.text = text
            position = text.startIndex
        }

        /// Returns the next piece, which is never empty, or nil at the end.
        package mutating func next() -> [UInt8]? {
            guard position < text.endIndex else { return nil }
            let end =
                text.utf8.index(position, offsetBy: Self.charactersAtOnce, limitedBy: text.endIndex) ?? text.endIndex
            defer { position = end }
            guard let data = Data(base64Encoded: String(text[position..<end])) else {
                preconditionFailure("The text was checked when it was taken.")
            }
            return Array(data)
        }
    }

    private static func isSpace(_ octet: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(octet)
    }

    private static func withoutSpaces(_ value: String) -> String {
        String(decoding: value.utf8.filter { !isSpace($0) }, as: UTF8.self)
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "/"): true
        default: false
        }
    }
}
