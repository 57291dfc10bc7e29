package import WebDAV

/// A range of UTC times with both ends, as `CALDAV:expand` and its like have it (RFC 4791 §9.6.5).
package struct TimeRange: Hashable, Sendable {
    /// The inclusive start, such as `20060103T000000Z`.
    package let start: String

    /// The exclusive end, later than the start.
    package let end: String

    /// Reads the attributes `start` and `end` of an element.
    ///
    /// - Throws: `XMLError.invalidValue` where one is absent or no UTC date-time, or the end is not after the start.
    package init(_ element: XMLElement) throws(XMLError) {
        start = try Self.time("start", of: element)
        end = try Self.time("end", of: element)
        // RFC 4791 §9.9: "The "end" attribute value MUST be greater than the value of the "start" attribute."
        // Both have the same number of digits, so that the order of the texts is the order of the times.
        guard start < end else { throw .invalidValue(of: element.name, end) }
    }

    private static func time(_ attribute: String, of element: XMLElement) throws(XMLError) -> String {
        let value = element.attribute(attribute) ?? ""
        guard isUTCDateTime(value) else { throw .invalidValue(of: element.name, value) }
        return value
    }

    /// Returns whether a text is "form #2" of RFC 5545 §3.3.5, date with UTC time.
    private static func isUTCDateTime(_ text: String) -> Bool {
        let pattern = Array("00000000T000000Z".utf8)
        let octets = Array(text.utf8)
        guard octets.count == pattern.count else { return false }
        return zip(octets, pattern).allSatisfy { octet, expected in
            expected == UInt8(ascii: "0") ? (0x30...0x39).contains(octet) : octet == expected
        }
    }
}
