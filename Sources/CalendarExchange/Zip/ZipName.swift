/// The names of files in zip archives (APPNOTE.TXT §4.4.17).
enum ZipName {
    /// The upper half of IBM's code page 437, in which names are that are not UTF-8 (APPNOTE.TXT appendix D).
    private static let upperHalf = Array(
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}"
            .unicodeScalars
    )

    /// Returns a name as text.
    ///
    /// Bit 11 says that a name is UTF-8. Many writers set it for no name, and write UTF-8 all the same: what can be read as
    /// such is.
    static func text(_ octets: ArraySlice<UInt8>) -> String {
        if let text = String(validating: octets, as: UTF8.self) { return text }
        var text = String.UnicodeScalarView()
        for octet in octets { text.append(octet < 0x80 ? Unicode.Scalar(octet) : upperHalf[Int(octet) - 0x80]) }
        return String(text)
    }

    /// Whether a name stays in the folder.
    ///
    /// APPNOTE.TXT §4.4.17.1: it "MUST NOT contain a drive or device letter, or a leading slash". The name of a folder ends
    /// with a slash.
    static func isSafe(_ name: String) -> Bool {
        let path = name.hasSuffix("/") ? name.dropLast() : name[...]
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        return !name.contains("\0") && segments.allSatisfy { !["", ".", ".."].contains($0) }
    }

    /// Whether a file is one that systems put beside those that people packed, or is hidden.
    static func isHidden(_ name: String) -> Bool {
        name.hasPrefix("__MACOSX/") || name.split(separator: "/").contains { $0.hasPrefix(".") }
    }
}
