/// Cuts a stream into logical content lines and unfolds them (RFC 5545 §3.1).
///
/// Works on octets, because a fold may cut a UTF-8 sequence in two.
struct ContentLineScanner {
    private let octets: [UInt8]
    private let maximumLineOctets: Int
    private var position = 0
    private var nextNumber = 1
    /// All octets of the line that is read, in one number: whether there is one beyond ASCII among them.
    private var mixture: UInt8 = 0

    /// Makes a scanner at the beginning of a stream.
    ///
    /// - Parameters:
    ///   - octets: The stream, of at most ``SourceLine/maximumStreamOctets``.
    ///   - maximumLineOctets: The longest line after unfolding.
    init(_ octets: [UInt8], maximumLineOctets: Int) {
        self.octets = octets
        self.maximumLineOctets = maximumLineOctets
    }

    /// One logical line.
    struct Line {
        /// The line as received.
        let source: SourceLine
        /// Whether there is nothing but ASCII in it.
        let isASCII: Bool
    }

    /// Returns the next logical line, or nil at the end of the stream.
    ///
    /// - Throws: For control characters, a line that is too long, and a continuation of nothing.
    mutating func next() throws(ICalendarError) -> Line? {
        let start = position
        if start == 0 { skipPreamble() }
        guard position < octets.count else { return nil }
        let number = nextNumber
        guard !Octet.isFold(octets[position]) else {
            throw ICalendarError(line: number, reason: .continuationWithoutLine)
        }
        mixture = 0
        let first = try readPhysical()
        let unfolded = try readContinuations(of: first, from: number)
        skipEmptyLines()
        let source = SourceLine(in: octets, start..<position, content: first, unfolded: unfolded, number: number)
        return Line(source: source, isASCII: mixture < 0x80)
    }

    /// Moves behind the lines that continue one, and returns the text of all, or nil where there are none.
    private mutating func readContinuations(of first: Range<Int>, from number: Int) throws(ICalendarError) -> [UInt8]? {
        guard first.count <= maximumLineOctets else {
            throw ICalendarError(line: number, reason: .lineTooLong(limit: maximumLineOctets))
        }
        guard position < octets.count, Octet.isFold(octets[position]) else { return nil }
        var unfolded = Array(octets[first])
        while position < octets.count, Octet.isFold(octets[position]) {
            position += 1
            unfolded.append(contentsOf: octets[try readPhysical()])
            guard unfolded.count <= maximumLineOctets else {
                throw ICalendarError(line: number, reason: .lineTooLong(limit: maximumLineOctets))
            }
        }
        return unfolded
    }

    /// Moves behind the next line ending and returns the range before it.
    private mutating func readPhysical() throws(ICalendarError) -> Range<Int> {
        let start = position
        let text = text(from: start)
        mixture |= text.mixture
        guard text.end < octets.count else {
            position = text.end
            return start..<text.end
        }
        guard let length = lineEndingLength(at: text.end) else {
            throw ICalendarError(line: nextNumber, reason: .controlCharacter(octets[text.end]))
        }
        position = text.end + length
        nextNumber += 1
        return start..<text.end
    }

    /// Returns the place of the next control character or of the end, and the mixture of what is before it.
    private func text(from start: Int) -> (end: Int, mixture: UInt8) {
        let span = octets.span
        var mixture: UInt8 = 0
        var index = start
        while index < span.count, !Octet.isControl(span[index]) {
            mixture |= span[index]
            index += 1
        }
        return (index, mixture)
    }

    private func lineEndingLength(at index: Int) -> Int? {
        if octets[index] == Octet.lineFeed { return 1 }
        let follows = index + 1 < octets.count && octets[index + 1] == Octet.lineFeed
        return octets[index] == Octet.carriageReturn && follows ? 2 : nil
    }

    private mutating func skipPreamble() {
        if octets.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipEmptyLines()
    }

    private mutating func skipEmptyLines() {
        while position < octets.count, let length = lineEndingLength(at: position) {
            position += length
            nextNumber += 1
        }
    }
}
