/// The extended parameter value of RFC 8187 §3.2.1: `charset'language'percent-encoded`.
enum ExtendedValue {
    /// Returns a text as UTF-8, the only charset that RFC 8187 §3.2.1 lets a sender use.
    static func serialise(_ text: String) -> String {
        "UTF-8''" + PercentEncoding.encode(text) { $0.isAttributeOctet }
    }

    /// Returns the text of an extended value, or nil where it is malformed or in an unknown charset.
    ///
    /// UTF-8 is what RFC 8187 §3.2 requires recipients to read; ISO-8859-1 is read too, as §3.2.2 encourages.
    static func parse(_ value: String) -> String? {
        let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let octets = PercentEncoding.decodeOctets(parts[2].utf8) else { return nil }
        switch parts[0].lowercased() {
        case "utf-8": return String(validating: octets, as: UTF8.self)
        case "iso-8859-1": return String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
        default: return nil
        }
    }
}

extension UInt8 {
    /// Whether the octet stands for itself in an extended value (attr-char, RFC 8187 §3.2.1).
    fileprivate var isAttributeOctet: Bool {
        isASCIIAlphanumeric || "!#$&+-.^_`|~".utf8.contains(self)
    }
}
