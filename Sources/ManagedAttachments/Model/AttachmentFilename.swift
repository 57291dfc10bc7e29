/// A file name that a receiver can use on any system (RFC 8607 §4.2, RFC 6266 §4.3).
package struct AttachmentFilename: Hashable, Sendable {
    /// The name: one path segment, not empty, at most 200 octets of UTF-8.
    package let text: String

    // Most file systems take 255 octets; the rest is room for what a download adds to a name, such as " (1)".
    private static let maximumOctets = 200
    private static let maximumExtensionOctets = 32

    /// Makes a suggested name safe, or derives one from the media type when nothing of it is left.
    ///
    /// RFC 6266 §4.3 tells recipients to take the last path segment only, to beware of names with a meaning of their
    /// own, and to mind characters that a file system or a person would misread.
    ///
    /// - Parameters:
    ///   - suggested: The name that the client sent, if it sent one.
    ///   - mediaType: The type and subtype in lower case.
    package init(_ suggested: String?, mediaType: String) {
        let segment = suggested.map(Self.lastSegment) ?? ""
        let name = segment.isEmpty ? MediaTypeNames.filename(for: mediaType) : segment
        // A cut may leave a name that means something else, and one that is disarmed may be too long by that; what begins
        // with "_" stays harmless however it is cut.
        text = Self.bounded(Self.disarmed(Self.bounded(name)))
    }

    /// Returns what stands behind the last "/" or "\", without invisible characters and outer dots and spaces.
    private static func lastSegment(_ name: String) -> String {
        let visible = String(String.UnicodeScalarView(name.unicodeScalars.filter(isHarmless)))
        let segment = visible.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        return trimmed(segment)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return false
        default: break
        }
        // Overrides of direction can show "exe.fdp" as "pdf.exe".
        guard !scalar.properties.isBidiControl, !scalar.properties.isNoncharacterCodePoint else { return false }
        switch scalar.value {
        // Soft hyphen, Mongolian vowel separator, zero-width space, invisible operators, byte order mark, annotations.
        case 0xAD, 0x180E, 0x200B, 0x2060...0x2064, 0xFEFF, 0xFFF9...0xFFFB: return false
        default: return true
        }
    }

    /// Takes away leading dots (hidden files, "..") and trailing dots and spaces (which Windows ignores).
    private static func trimmed(_ name: some StringProtocol) -> String {
        let isOuter: (Unicode.Scalar) -> Bool = { $0 == "." || $0.properties.isWhitespace }
        let scalars = Array(name.unicodeScalars)
        guard let first = scalars.firstIndex(where: { !isOuter($0) }) else { return "" }
        let last = scalars.lastIndex { !isOuter($0) } ?? first
        return String(String.UnicodeScalarView(scalars[first...last]))
    }

    /// Puts "_" before a name that means something else: a device on Windows, with or without extension, or in a shell.
    ///
    /// RFC 6266 §4.3: "Recipients SHOULD ignore or substitute names like these", among which it has `~` and `|`.
    private static func disarmed(_ name: String) -> String {
        // File systems know scalars: a mark behind a dot makes one character of the two, and no other name.
        let stem = name.unicodeScalars.prefix { $0 != "." }
        let end = stem.lastIndex { !$0.properties.isWhitespace }.map { stem.index(after: $0) } ?? stem.startIndex
        let upper = Array(String(stem[..<end]).uppercased().unicodeScalars)
        let isNumbered = upper.count == 4 && ["COM", "LPT"].contains { upper.starts(with: $0.unicodeScalars) }
        let isPort = isNumbered && "0123456789¹²³".unicodeScalars.contains(upper[3])
        let isDevice = devices.contains { upper.elementsEqual($0.unicodeScalars) }
        let isOfShells = ["~", "|"].contains(name)
        return isPort || isDevice || isOfShells ? "_" + name : name
    }

    private static let devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]

    /// Cuts a long name before its extension, between characters.
    private static func bounded(_ name: String) -> String {
        guard name.utf8.count > maximumOctets else { return name }
        let dot = name.unicodeScalars.lastIndex(of: ".") ?? name.endIndex
        let hasExtension = name[dot...].utf8.count <= maximumExtensionOctets && dot > name.startIndex
        let end = hasExtension ? String(name[dot...]) : ""
        let stem = hasExtension ? name[..<dot] : name[...]
        return trimmed(cut(stem, to: maximumOctets - end.utf8.count)) + end
    }

    private static func cut(_ text: Substring, to octets: Int) -> String {
        var result = ""
        for character in text {
            guard result.utf8.count + character.utf8.count <= octets else { break }
            result.append(character)
        }
        guard result.isEmpty else { return result }
        // One character of hundreds of combining marks.
        for scalar in text.unicodeScalars {
            guard result.utf8.count + scalar.utf8.count <= octets else { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
