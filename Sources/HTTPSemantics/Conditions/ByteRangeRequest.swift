/// The Range and If-Range fields of a GET request (RFC 9110 §13.1.5, §14.2).
package enum ByteRangeRequest {
    /// The most parts that one request can have.
    package static let maximumRanges = 16

    /// Which octets a request selects.
    package enum Selection: Hashable, Sendable {
        /// The whole representation: 200.
        case whole

        /// One part, never empty, within the representation: 206.
        case part(Range<UInt64>)

        /// Several parts, none empty and no two of which overlap, in the order of the request: 206 with a multipart body.
        case parts([Range<UInt64>])

        /// Nothing that exists: 416.
        case unsatisfiable
    }

    /// Returns what a request selects.
    ///
    /// A unit other than bytes, a malformed set, and a set of more than ``maximumRanges`` or of overlapping ranges select
    /// the whole: RFC 9110 §14.2 lets a server ignore them. For a method other than GET the field has no meaning and nil is
    /// passed.
    ///
    /// - Parameters:
    ///   - field: The Range field value, if there is one.
    ///   - ifRange: The If-Range field value, if there is one; a date never matches.
    ///   - etag: The strong entity tag of the representation.
    ///   - size: The number of octets of the representation.
    /// - Returns: The whole, parts of it, or that no octet is selected.
    package static func parse(_ field: String?, ifRange: String?, etag: EntityTag, size: UInt64) -> Selection {
        guard let field, let ranges = ranges(field) else { return .whole }
        // RFC 9110 §13.1.5: "A recipient of an If-Range header field MUST ignore the Range header field if the If-Range
        // condition evaluates as false." The condition compares strongly.
        if let ifRange, EntityTag(parsing: ifRange)?.strongMatches(etag) != true { return .whole }
        return selection(ranges, size: size)
    }

    /// Returns the Content-Range value of a 206 response.
    package static func contentRange(of part: Range<UInt64>, size: UInt64) -> String {
        precondition(!part.isEmpty, "A Content-Range names at least one octet.")
        return "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
    }

    /// Returns the Content-Range value of a 416 response (RFC 9110 §14.4).
    package static func unsatisfiedContentRange(size: UInt64) -> String {
        "bytes */\(size)"
    }

    private static func selection(_ ranges: [ByteRange], size: UInt64) -> Selection {
        var parts: [Range<UInt64>] = []
        for range in ranges {
            switch range.selection(of: size) {
            case .part(let part): parts.append(part)
            // RFC 9110 §15.3.7.2: parts are generated for "each of the requested ranges" that is satisfiable.
            case .unsatisfiable: break
            default: return .whole
            }
        }
        guard let first = parts.first else { return .unsatisfiable }
        // RFC 9110 §15.3.7.2: "A server MUST NOT generate a multipart response to a request for a single range".
        guard parts.count > 1 else { return .part(first) }
        return parts.count <= maximumRanges && areDisjoint(parts) ? .parts(parts) : .whole
    }

    /// RFC 9110 §14.2: a server may ignore "a ranges-specifier with more than two overlapping ranges, or a set of many
    /// small ranges", since they "are indications of either a broken client or a deliberate denial-of-service attack".
    private static func areDisjoint(_ parts: [Range<UInt64>]) -> Bool {
        let sorted = parts.sorted { $0.lowerBound < $1.lowerBound }
        return zip(sorted, sorted.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
    }

    private static func ranges(_ field: String) -> [ByteRange]? {
        var scanner = FieldScanner(field)
        scanner.skipWhitespace()
        guard scanner.token()?.lowercased() == "bytes", scanner.consume("=") else { return nil }
        var ranges: [ByteRange] = []
        repeat {
            scanner.skipWhitespace()
            if scanner.next != UInt8(ascii: ","), !scanner.isAtEnd {
                guard let range = ByteRange(&scanner) else { return nil }
                ranges.append(range)
            }
            scanner.skipWhitespace()
        } while scanner.consume(",")
        return scanner.isAtEnd && !ranges.isEmpty ? ranges : nil
    }
}

/// One range-spec of bytes (RFC 9110 §14.1.2).
private enum ByteRange {
    case from(first: UInt64, last: UInt64)
    case suffix(length: UInt64)

    init?(_ scanner: inout FieldScanner) {
        let first = scanner.run { $0.isDigit }
        guard scanner.consume("-") else { return nil }
        let last = scanner.run { $0.isDigit }
        guard !first.isEmpty || !last.isEmpty else { return nil }
        guard !first.isEmpty else {
            self = .suffix(length: Self.number(last))
            return
        }
        let range = (first: Self.number(first), last: last.isEmpty ? .max : Self.number(last))
        // RFC 9110 §14.1.1: "An int-range is invalid if the last-pos value is present and less than first-pos."
        guard range.first <= range.last else { return nil }
        self = .from(first: range.first, last: range.last)
    }

    func selection(of size: UInt64) -> ByteRangeRequest.Selection {
        switch self {
        case .from(let first, let last):
            return first < size ? .part(first..<(min(last, size - 1) + 1)) : .unsatisfiable
        case .suffix(let length):
            guard length > 0 else { return .unsatisfiable }
            // Satisfiable even for an empty representation, of which no Content-Range can name a part.
            return size > 0 ? .part((size - min(length, size))..<size) : .whole
        }
    }

    /// Returns a number of any length; what no UInt64 holds is beyond every representation.
    private static func number(_ digits: String) -> UInt64 {
        UInt64(digits) ?? .max
    }
}

extension UInt8 {
    /// Whether the octet is a decimal digit.
    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
