/// The escaping of character data and attribute values (XML 1.0 §2.2, §2.4, §3.3.3).
enum XMLEscaping {
    private static let replacement = "\u{FFFD}"

    /// Appends a text in UTF-8, with references for what has a meaning in XML and U+FFFD for what XML forbids.
    ///
    /// In an attribute value, quotes, tabs and line feeds become references too: normalisation would change them.
    static func append(_ text: String, to output: inout [UInt8], isAttribute: Bool) {
        guard text.utf8.contains(where: mayNeedEscaping) else {
            output += text.utf8
            return
        }
        let octets = Array(text.utf8)
        var index = 0
        while index < octets.count {
            let octet = octets[index]
            if isNoncharacter(octets, at: index) {
                output += replacement.utf8
                index += 3
                continue
            }
            if let substitute = substitute(for: octet, isAttribute: isAttribute) {
                output += substitute.utf8
            } else {
                output.append(octet)
            }
            index += 1
        }
    }

    /// Returns whether an octet may not stand for itself; most texts have none of these.
    private static func mayNeedEscaping(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x00..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0xEF: true
        default: false
        }
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
