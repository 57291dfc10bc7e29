/// Takes one unfolded content line apart (RFC 5545 §3.1: `contentline = name *(";" param ) ":" value CRLF`).
///
/// It holds every part against the grammar and notes where they begin; no text is made of them.
struct ContentLineParser {
    private let number: Int
    private let isASCII: Bool
    private var position = 0

    /// Makes a parser at the beginning of a line.
    ///
    /// - Parameters:
    ///   - number: The number of the line's first physical line, from 1.
    ///   - isASCII: Whether there is nothing but ASCII in the line.
    init(number: Int, isASCII: Bool) {
        self.number = number
        self.isASCII = isASCII
    }

    /// Where the parts of a line are.
    struct Parts {
        /// The name as it is compared.
        let key: FoldedName
        /// The octets of the name.
        let nameCount: Int
        /// The octets before the value.
        let valueOffset: Int
    }

    /// Parses the line.
    ///
    /// Each parameter value is an element that the budget pays for.
    ///
    /// - Parameters:
    ///   - content: The line.
    ///   - budget: The elements that are left.
    /// - Returns: Where its parts are.
    /// - Throws: The first fault of syntax, or `tooManyElements`.
    mutating func parse(_ content: Span<UInt8>, budget: inout ElementBudget) throws(ICalendarError) -> Parts {
        let name = try readName(content)
        while octet(of: content) == Octet.semicolon {
            position += 1
            try readParameter(content, budget: &budget)
        }
        guard octet(of: content) == Octet.colon else { throw fault(.missingColon) }
        position += 1
        try check(content.extracting(position...))
        return Parts(key: FoldedName(content.extracting(name)), nameCount: name.count, valueOffset: position)
    }

    /// Returns the octet at the position, or nil at the end.
    private func octet(of content: Span<UInt8>) -> UInt8? {
        position < content.count ? content[position] : nil
    }

    private func fault(_ reason: ICalendarError.Reason) -> ICalendarError {
        ICalendarError(line: number, reason: reason)
    }

    private mutating func readName(_ content: Span<UInt8>) throws(ICalendarError) -> Range<Int> {
        let start = position
        while position < content.count, Octet.isName(content[position]) { position += 1 }
        guard position > start else { throw fault(.invalidName) }
        return start..<position
    }

    private mutating func readParameter(
        _ content: Span<UInt8>,
        budget: inout ElementBudget
    ) throws(ICalendarError) {
        let name = try readName(content)
        guard octet(of: content) == Octet.equals else {
            throw fault(.parameterWithoutValue(parameter: String(octetsOf: content.extracting(name))))
        }
        repeat {
            position += 1
            try budget.spend(at: number)
            let isQuoted = octet(of: content) == Octet.quote
            guard try isQuoted ? readQuoted(content) : readUnquoted(content) else {
                throw fault(.malformedQuoting(parameter: String(octetsOf: content.extracting(name))))
            }
        } while octet(of: content) == Octet.comma
    }

    /// Moves behind a quoted value; tells whether it ends, and nothing follows on the quote but what may.
    private mutating func readQuoted(_ content: Span<UInt8>) throws(ICalendarError) -> Bool {
        position += 1
        let start = position
        while let octet = octet(of: content), octet != Octet.quote { position += 1 }
        guard position < content.count else { return false }
        let value = start..<position
        position += 1
        switch octet(of: content) {
        case Octet.comma, Octet.semicolon, Octet.colon, nil: break
        default: return false
        }
        try check(content.extracting(value))
        return true
    }

    /// Moves behind a value without quotes; tells whether there is none in it.
    ///
    /// RFC 5545 §3.2: "Property parameter values MUST NOT contain the DQUOTE character."
    private mutating func readUnquoted(_ content: Span<UInt8>) throws(ICalendarError) -> Bool {
        let start = position
        while let octet = octet(of: content), octet != Octet.comma, octet != Octet.semicolon, octet != Octet.colon {
            guard octet != Octet.quote else { return false }
            position += 1
        }
        try check(content.extracting(start..<position))
        return true
    }

    private func check(_ text: Span<UInt8>) throws(ICalendarError) {
        guard !isASCII else { return }
        guard (try? UTF8Span(validating: text)) != nil else { throw fault(.notUTF8) }
        guard !Self.holdsNoncharacter(text) else { throw fault(.noncharacter) }
    }

    // U+FFFE and U+FFFF are EF BF BE and EF BF BF. XML 1.0 §2.2 excludes both, so one such line could never leave in
    // a calendar-data element.
    private static func holdsNoncharacter(_ text: Span<UInt8>) -> Bool {
        for index in text.indices.dropLast(2) where text[index] == 0xEF {
            if text[index + 1] == 0xBF, text[index + 2] >= 0xBE { return true }
        }
        return false
    }
}

extension String {
    /// Makes a text of octets.
    fileprivate init(octetsOf span: Span<UInt8>) {
        self.init(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
}
