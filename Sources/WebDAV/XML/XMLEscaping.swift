/// The escaping of character data and attribute values (XML 1.0 §2.2, §2.4, §3.3.3).
enum XMLEscaping {
    private static let replacement = "\u{FFFD}"

    /// Appends a text in UTF-8, with references for what has a meaning in XML and U+FFFD for what XML forbids.
    ///
    /// In an attribute value, quotes, tabs and line feeds become references too: normalisation would change them.
    static func append(_ text: String, to output: inout [UInt8], isAttribute: Bool) {
        guard mayNeedEscaping(text.utf8.span) else {
            output += text.utf8
            return
        }
        let octets = Array(text.utf8)
        // What stands for itself is copied in runs, as long as they come.
        var (written, index) = (0, 0)
        while index < octets.count {
            guard mayNeedEscaping(octets[index]),
                let (substitute, length) = substitute(in: octets, at: index, isAttribute: isAttribute)
            else {
                index += 1
                continue
            }
            output += octets[written..<index]
            output += substitute.utf8
            index += length
            written = index
        }
        output += octets[written...]
    }

    /// Returns whether any octet may not stand for itself; most texts have none.
    private static func mayNeedEscaping(_ octets: Span<UInt8>) -> Bool {
        for index in octets.indices where mayNeedEscaping(octets[index]) { return true }
        return false
    }

    /// Returns whether an octet may not stand for itself.
    private static func mayNeedEscaping(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x00..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0xEF: true
        default: false
        }
    }

    /// Returns what stands for the character that begins at an index, and how many octets that is; nil where it stands for
    /// itself.
    private static func substitute(
        in octets: [UInt8],
        at index: Int,
        isAttribute: Bool
    ) -> (text: String, length: Int)? {
        guard !isNoncharacter(octets, at: index) else { return (replacement, 3) }
        return substitute(for: octets[index], isAttribute: isAttribute).map { ($0, 1) }
    }

    /// Returns what stands for an ASCII character, or nil where it stands for itself.
    private static func substitute(for octet: UInt8, isAttribute: Bool) -> String? {
        switch octet {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\r"): "&#13;"
        case UInt8(ascii: "\"") where isAttribute: "&quot;"
        case UInt8(ascii: "\t") where isAttribute: "&#9;"
        case UInt8(ascii: "\n") where isAttribute: "&#10;"
        case UInt8(ascii: "\t"), UInt8(ascii: "\n"): nil
        // XML 1.0 §2.2: Char excludes the C0 controls but tab, line feed and carriage return.
        case 0x00..<0x20: replacement
        default: nil
        }
    }

    /// Returns whether U+FFFE or U+FFFF, which XML 1.0 §2.2 excludes, begins at an index.
    private static func isNoncharacter(_ octets: [UInt8], at index: Int) -> Bool {
        octets[index] == 0xEF && index + 2 < octets.count && octets[index + 1] == 0xBF && octets[index + 2] >= 0xBE
    }
}
