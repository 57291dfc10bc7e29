/// Percent-encoding of path segments and queries (RFC 3986 §2.1).
package enum PercentEncoding {
    /// Returns the text of one path segment, or nil where it is malformed or not UTF-8.
    ///
    /// The result may hold any character, `/` and controls included: what a name may hold is the caller's rule.
    package static func decode(_ segment: some StringProtocol) -> String? {
        // Most texts have nothing to be decoded.
        guard segment.utf8.contains(UInt8(ascii: "%")) else { return String(segment) }
        return decodeOctets(segment.utf8).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Returns a text as one path segment: unreserved characters (RFC 3986 §2.3) and `@` stand for themselves.
    ///
    /// The names `.` and `..` come back unchanged and mean other resources: a caller never makes segments of them.
    package static func encodeSegment(_ text: String) -> String {
        encode(text) { $0.isUnreservedOctet || $0 == UInt8(ascii: "@") }
    }

    /// Returns an absolute path of encoded segments, ending in a slash where it names a collection.
    package static func encodePath(_ segments: [String], isCollection: Bool) -> String {
        let path = segments.reduce(into: "") { path, segment in
            path += "/"
            path += encodeSegment(segment)
        }
        return isCollection || path.isEmpty ? path + "/" : path
    }

    /// Returns the names and values of a query in their order, duplicates included.
    ///
    /// `+` stands for itself (RFC 3986 §3.4). A name without `=` has an empty value. An empty query has no items.
    ///
    /// - Returns: Nil where an item has no name, is malformed, or is not UTF-8.
    package static func parseQuery(_ query: some StringProtocol) -> [QueryItem]? {
        guard !query.isEmpty else { return [] }
        var items: [QueryItem] = []
        for piece in query.split(separator: "&", omittingEmptySubsequences: false) {
            let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap({ decode($0) }), !name.isEmpty else { return nil }
            guard let value = parts.count == 2 ? decode(parts[1]) : "" else { return nil }
            items.append(QueryItem(name: name, value: value))
        }
        return items
    }

    /// Returns the text with every octet that is not allowed written as `%` and two upper-case digits.
    static func encode(_ text: String, allowing isAllowed: (UInt8) -> Bool) -> String {
        // Most texts have nothing to be encoded.
        guard !text.utf8.span.allSatisfy(isAllowed) else { return text }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isAllowed(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Returns the octets of a percent-encoded text, or nil where a `%` is not followed by two digits.
    static func decodeOctets(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var octets: [UInt8] = []
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                octets.append(byte)
                continue
            }
            guard let high = iterator.next().flatMap(value), let low = iterator.next().flatMap(value) else {
                return nil
            }
            octets.append(high << 4 | low)
        }
        return octets
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

/// One `name=value` item of a query, decoded.
package struct QueryItem: Hashable, Sendable {
    /// The name, as written apart from percent-encoding; never empty when parsed.
    package let name: String

    /// The value, empty where the item had none.
    package let value: String

    /// Makes an item.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension UInt8 {
    /// Whether the octet is unreserved (RFC 3986 §2.3).
    fileprivate var isUnreservedOctet: Bool {
        switch self {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: isASCIIAlphanumeric
        }
    }
}
