/// Takes the body of a form apart as it comes (RFC 7578, RFC 2046 §5.1).
///
/// It holds no more than one head, or a boundary that has not come whole: the content of parts is passed on at once.
package struct MultipartParser: Sendable {
    /// What was found in a body.
    package enum Event: Hashable, Sendable {
        /// A part begins.
        case part(MultipartPart)
        /// Content of the part; never empty.
        case content([UInt8])
        /// The part is whole.
        case partEnd
        /// The last part was whole; what follows is ignored.
        case end
    }

    private enum State {
        case preamble
        case delimiter
        case head
        case content
        case end
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]
    private static let headEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    private let delimiter: [UInt8]
    private let limits: MultipartLimits
    private var state = State.preamble
    private var pending: [UInt8]
    private var position = 0
    private var skippedCount = 0
    private var partCount = 0

    /// Makes a parser of one body.
    package init(boundary: MultipartBoundary, limits: MultipartLimits = MultipartLimits()) {
        delimiter = Self.lineEnd + [UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary.octets
        self.limits = limits
        // The end of the line before a boundary belongs to it; at the beginning of a body there need not be one.
        pending = Self.lineEnd
    }

    /// Takes octets of the body.
    ///
    /// - Parameter octets: The octets that follow those before.
    /// - Returns: What they complete, in order.
    /// - Throws: ``MultipartError``; the parser is good for nothing then.
    package mutating func consume(_ octets: [UInt8]) throws(MultipartError) -> [Event] {
        guard state != .end else { return [] }
        pending += octets
        var events: [Event] = []
        while try step(&events) {}
        pending.removeFirst(position)
        position = 0
        return events
    }

    /// Takes the end of the body.
    ///
    /// - Throws: ``MultipartError/truncated`` unless the last boundary came.
    package func finish() throws(MultipartError) {
        guard state == .end else { throw .truncated }
    }

    /// Goes one step on; false where more octets are needed.
    private mutating func step(_ events: inout [Event]) throws(MultipartError) -> Bool {
        switch state {
        case .preamble: return try skipPreamble()
        case .delimiter: return try readDelimiter(&events)
        case .head: return try readHead(&events)
        case .content: return readContent(&events)
        case .end: return false
        }
    }

    private mutating func skipPreamble() throws(MultipartError) -> Bool {
        let found = find(delimiter)
        let end = found ?? undecided(before: delimiter)
        skippedCount += end - position
        // The line end that every body is given at its beginning does not count.
        guard skippedCount <= limits.preamble + Self.lineEnd.count else {
            throw .preambleTooLong(limit: limits.preamble)
        }
        position = end
        guard found != nil else { return false }
        enter(.delimiter, after: delimiter.count)
        return true
    }

    /// RFC 2046 §5.1.1: a boundary is followed by padding and the end of the line, or, the last one, by two hyphens.
    private mutating func readDelimiter(_ events: inout [Event]) throws(MultipartError) -> Bool {
        let rest = pending[position...]
        if rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) {
            enter(.end, after: 2)
            events.append(.end)
            return false
        }
        let padding = rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        guard padding <= limits.head else { throw .malformedDelimiter }
        guard rest.count >= padding + 2 else { return false }
        guard rest.dropFirst(padding).starts(with: Self.lineEnd) else { throw .malformedDelimiter }
        // The end of this line may be the first half of the end of an empty head.
        enter(.head, after: padding)
        return true
    }

    private mutating func readHead(_ events: inout [Event]) throws(MultipartError) -> Bool {
        let end = find(Self.headEnd)
        guard (end ?? pending.count) - position <= limits.head else { throw .headTooLong(limit: limits.head) }
        guard let end else { return false }
        partCount += 1
        guard partCount <= limits.parts else { throw .tooManyParts(limit: limits.parts) }
        events.append(.part(try MultipartPart(parsing: Array(pending[position..<end]))))
        position = end
        enter(.content, after: Self.headEnd.count)
        return true
    }

    private mutating func readContent(_ events: inout [Event]) -> Bool {
        let found = find(delimiter)
        let end = found ?? undecided(before: delimiter)
        if end > position { events.append(.content(Array(pending[position..<end]))) }
        position = end
        guard found != nil else { return false }
        events.append(.partEnd)
        enter(.delimiter, after: delimiter.count)
        return true
    }
}

extension MultipartParser {
    private mutating func enter(_ next: State, after count: Int) {
        position += count
        state = next
    }

    /// Returns where a pattern first begins in what is pending.
    private func find(_ pattern: [UInt8]) -> Int? {
        var start = position
        while let candidate = pending[start...].firstIndex(of: pattern[0]) {
            if pending[candidate...].starts(with: pattern) { return candidate }
            start = candidate + 1
        }
        return nil
    }

    /// Returns from where on what is pending may be the beginning of a pattern that has not come whole.
    private func undecided(before pattern: [UInt8]) -> Int {
        max(position, pending.count - pattern.count + 1)
    }
}
