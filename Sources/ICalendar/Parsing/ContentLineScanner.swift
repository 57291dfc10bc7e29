/// Cuts a stream into logical content lines and unfolds them (RFC 5545 §3.1).
///
/// Works on octets, because a fold may cut a UTF-8 sequence in two.
struct ContentLineScanner {
    private let octets: [UInt8]
    private let maximumLineOctets: Int
    private var position = 0
    private var nextNumber = 1

    /// Makes a scanner at the beginning of a stream.
    ///
    /// - Parameters:
    ///   - octets: The stream.
    ///   - maximumLineOctets: The longest line after unfolding.
    init(_ octets: [UInt8], maximumLineOctets: Int) {
        self.octets = octets
        self.maximumLineOctets = maximumLineOctets
    }

    /// One logical line.
    struct Line {
        /// The line as received; in the first line a byte order mark and empty lines before it too.
        let source: SourceLine
        /// The unfolded octets without line ending.
        let content: ArraySlice<UInt8>
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
        let content = try readFolded()
        skipEmptyLines()
        return Line(source: SourceLine(octets: octets[start..<position], number: number), content: content)
    }

    private mutating func readFolded() throws(ICalendarError) -> ArraySlice<UInt8> {
        let number = nextNumber
        let first = try readPhysical()
        guard first.count <= maximumLineOctets else {
            throw ICalendarError(line: number, reason: .lineTooLong(limit: maximumLineOctets))
        }
        guard position < octets.count, Octet.isFold(octets[position]) else { return octets[first] }
        var unfolded = Array(octets[first])
        while position < octets.count, Octet.isFold(octets[position]) {
            position += 1
            unfolded.append(contentsOf: octets[try readPhysical()])
            guard unfolded.count <= maximumLineOctets else {
                throw ICalendarError(line: number, reason: .lineTooLong(limit: maximumLineOctets))
            }
        }
        return unfolded[...]
    }

    /// Moves behind the next line ending and returns the range before it.
    private mutating func readPhysical() throws(ICalendarError) -> Range<Int> {
        let start = position
        var index = position
        while index < octets.count {
            let octet = octets[index]
            if Octet.isControl(octet) {
                guard let length = lineEndingLength(at: index) else {
                    throw ICalendarError(line: nextNumber, reason: .controlCharacter(octet))
                }
                position = index + length
                nextNumber += 1
                return start..<index
            }
            index += 1
        }
        position = index
        return start..<index
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
