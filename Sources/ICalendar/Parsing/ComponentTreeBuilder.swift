/// Builds the component tree from content lines, one after the other.
struct ComponentTreeBuilder {
    private static let begin = FoldedName("BEGIN")
    private static let end = FoldedName("END")

    private let limits: ICalendarLimits
    private var open: [Component] = []
    private var root: Component?
    private var budget: ElementBudget
    private var lastLine = 1

    /// Makes a builder that has received nothing.
    ///
    /// - Parameter limits: The limits of elements and depth.
    init(limits: ICalendarLimits) {
        self.limits = limits
        budget = ElementBudget(limit: limits.maximumElements)
    }

    /// Takes the next line.
    ///
    /// - Parameter line: The line.
    /// - Throws: For malformed lines and lines out of place.
    mutating func receive(_ line: ContentLineScanner.Line) throws(ICalendarError) {
        lastLine = line.source.number
        guard root == nil else { throw fault(.contentAfterEnd) }
        try budget.spend(at: lastLine)
        let parts = try parse(line)
        let property = PropertyLine(line.source, nameCount: parts.nameCount, valueOffset: parts.valueOffset)
        if parts.key == Self.begin {
            try begin(property.valueText, at: line.source)
        } else if open.isEmpty {
            throw fault(.notACalendar)
        } else if parts.key == Self.end {
            try end(property.valueText, at: line.source)
        } else {
            open[open.count - 1].contents.append(.property(Property(property, key: parts.key)))
        }
    }

    private mutating func parse(_ line: ContentLineScanner.Line) throws(ICalendarError) -> ContentLineParser.Parts {
        var parser = ContentLineParser(number: lastLine, isASCII: line.isASCII)
        let content = line.source.content
        return try parser.parse(content.span, budget: &budget)
    }

    /// Returns the VCALENDAR when the stream is at its end.
    ///
    /// - Throws: For a stream without lines and for components that did not end.
    func finish() throws(ICalendarError) -> Component {
        if let root { return root }
        guard let innermost = open.last else { throw fault(.empty) }
        throw fault(.unclosedComponent(innermost.name))
    }

    private func fault(_ reason: ICalendarError.Reason) -> ICalendarError {
        ICalendarError(line: lastLine, reason: reason)
    }

    private mutating func begin(_ name: String, at source: SourceLine) throws(ICalendarError) {
        guard !name.isEmpty, name.utf8.allSatisfy({ Octet.isName($0) }) else { throw fault(.invalidName) }
        guard !open.isEmpty || name.equalsIgnoringCase("VCALENDAR") else { throw fault(.notACalendar) }
        guard open.count < limits.maximumDepth else { throw fault(.nestedTooDeeply(limit: limits.maximumDepth)) }
        open.append(Component(name: name, contents: [], begin: source, end: nil))
    }

    private mutating func end(_ name: String, at source: SourceLine) throws(ICalendarError) {
        guard let begun = open.popLast() else { throw fault(.notACalendar) }
        guard begun.isNamed(name) else { throw fault(.mismatchedEnd(expected: begun.name, found: name)) }
        let component = Component(name: begun.name, contents: begun.contents, begin: begun.begin, end: source)
        if open.isEmpty {
            root = component
        } else {
            open[open.count - 1].contents.append(.component(component))
        }
    }
}
