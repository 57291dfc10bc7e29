/// The look through a document's octets before libxml2 parses them.
///
/// libxml2 compares each attribute of an element with all others before it tells of the element, so that half a million
/// of them cost a minute, whatever the limit of attributes says afterwards. Every attribute and namespace declaration
/// has an equals sign, and no `<` stands within a tag (XML 1.0 §3.1); so the signs between one `<` and the next bound
/// their number.
enum XMLPreflight {
    /// The greatest number of equals signs between one `<` and the next, those in character data included.
    static let maximumEqualsSigns = 4096

    /// How a document writes the ASCII characters.
    private struct Encoding {
        let width: Int
        let significantOctet: Int

        /// XML 1.0 appendix F: the first octets tell the family of encodings; nil for those that are not supported.
        init?(_ octets: [UInt8]) {
            let start = Array(octets.prefix(4))
            // UCS-4 in any order of octets, and EBCDIC.
            guard start.count(where: { $0 == 0 }) < 3, start != [0x4C, 0x6F, 0xA7, 0x94] else { return nil }
            switch start.prefix(2) {
            case [0xFE, 0xFF], [0x00, 0x3C]: (width, significantOctet) = (2, 1)
            case [0xFF, 0xFE], [0x3C, 0x00]: (width, significantOctet) = (2, 0)
            default: (width, significantOctet) = (1, 0)
            }
        }
    }

    /// Checks a document that is not empty.
    ///
    /// - Throws: `XMLError.tooManyAttributes`, and `.notWellFormed` for an encoding other than UTF-8 and UTF-16.
    static func check(_ octets: [UInt8], limits: XMLLimits) throws(XMLError) {
        guard let encoding = Encoding(octets) else {
            throw .notWellFormed(line: 1, reason: "the encoding is neither UTF-8 nor UTF-16")
        }
        var (signs, line, index) = (0, 1, 0)
        while index + encoding.width <= octets.count {
            defer { index += encoding.width }
            guard encoding.width == 1 || octets[index + 1 - encoding.significantOctet] == 0 else { continue }
            switch octets[index + encoding.significantOctet] {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "<"): signs = 0
            case UInt8(ascii: "="): signs += 1
            default: continue
            }
            guard signs <= maximumEqualsSigns else {
                throw .tooManyAttributes(line: line, limit: limits.maximumAttributes)
            }
        }
    }
}
