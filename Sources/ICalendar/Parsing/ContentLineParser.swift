/// Takes one unfolded content line apart (RFC 5545 §3.1: `contentline = name *(";" param ) ":" value CRLF`).
struct ContentLineParser {
    private let content: ArraySlice<UInt8>
    private let number: Int
    private var position: Int

    /// Makes a parser at the beginning of a line.
    ///
    /// - Parameter line: The line.
    init(_ line: ContentLineScanner.Line) {
        content = line.content
        number = line.source.number
        position = line.content.startIndex
    }

    /// The parts of a content line.
    struct Parts {
        /// The name as written.
        let name: String
        /// The decoded parameters.
        let parameters: [Parameter]
        /// The value.
        let value: String
    }

    /// Parses the line.
    ///
    /// Each parameter value is an element that the budget pays for.
    ///
    /// - Throws: The first fault of syntax, or `tooManyElements`.
    mutating func parse(budget: inout ElementBudget) throws(ICalendarError) -> Parts {
        let name = try readName()
        var parameters: [Parameter] = []
        while current == Octet.semicolon {
            position += 1
            parameters.append(try readParameter(budget: &budget))
        }
        guard current == Octet.colon else { throw fault(.missingColon) }
        return Parts(name: name, parameters: parameters, value: try text(content[(position + 1)...]))
    }

    private var current: UInt8? {
        position < content.endIndex ? content[position] : nil
    }

    private func fault(_ reason: ICalendarError.Reason) -> ICalendarError {
        ICalendarError(line: number, reason: reason)
    }

    private mutating func readName() throws(ICalendarError) -> String {
        let start = position
        while let octet = current, Octet.isName(octet) { position += 1 }
        guard position > start else { throw fault(.invalidName) }
        return try text(content[start..<position])
    }

    private mutating func readParameter(budget: inout ElementBudget) throws(ICalendarError) -> Parameter {
        let name = try readName()
        guard current == Octet.equals else { throw fault(.parameterWithoutValue(parameter: name)) }
        var values: [String] = []
        repeat {
            position += 1
            try budget.spend(at: number)
            values.append(try readParameterValue(of: name))
        } while current == Octet.comma
        return Parameter(name: name, values: values)
    }

    private mutating func readParameterValue(of name: String) throws(ICalendarError) -> String {
        current == Octet.quote ? try readQuoted(of: name) : try readUnquoted(of: name)
    }

    private mutating func readQuoted(of name: String) throws(ICalendarError) -> String {
        position += 1
        let start = position
        while let octet = current, octet != Octet.quote { position += 1 }
        guard current == Octet.quote else { throw fault(.malformedQuoting(parameter: name)) }
        let value = content[start..<position]
        position += 1
        switch current {
        case Octet.comma, Octet.semicolon, Octet.colon, nil: return ParameterEncoding.decode(try text(value))
        default: throw fault(.malformedQuoting(parameter: name))
        }
    }

    // RFC 5545 §3.2: "Property parameter values MUST NOT contain the DQUOTE character."
    private mutating func readUnquoted(of name: String) throws(ICalendarError) -> String {
        let start = position
        while let octet = current, octet != Octet.comma, octet != Octet.semicolon, octet != Octet.colon {
            guard octet != Octet.quote else { throw fault(.malformedQuoting(parameter: name)) }
            position += 1
        }
        return ParameterEncoding.decode(try text(content[start..<position]))
    }

    private func text(_ octets: ArraySlice<UInt8>) throws(ICalendarError) -> String {
        guard let text = String(validating: octets, as: UTF8.self) else { throw fault(.notUTF8) }
        guard !holdsNoncharacter(octets) else { throw fault(.noncharacter) }
        return text
    }

    // U+FFFE and U+FFFF are EF BF BE and EF BF BF. XML 1.0 §2.2 excludes both, so one such line could never leave in
    // a calendar-data element.
    private func holdsNoncharacter(_ octets: ArraySlice<UInt8>) -> Bool {
        var index = octets.startIndex
        while index + 2 < octets.endIndex {
            if octets[index] == 0xEF, octets[index + 1] == 0xBF, octets[index + 2] >= 0xBE { return true }
            index += 1
        }
        return false
    }
}
