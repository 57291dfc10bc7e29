/// The syntax of calendar user addresses (RFC 5545 §3.3.3): URIs.
enum CalendarUserAddress {
    /// Whether a text is a URI with a scheme and something after it; `mailto:` needs an address.
    static func isValid(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), text.utf8.count <= 320 else { return false }
        let rest = text[text.index(after: colon)...]
        guard let first = text.first, first.isASCII, first.isLetter, !rest.isEmpty,
            text[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return false }
        guard text[..<colon].lowercased() == "mailto" else { return true }
        let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    }
}
