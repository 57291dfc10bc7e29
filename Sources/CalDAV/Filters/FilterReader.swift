import ICalendar
import WebDAV

/// Reads the elements of a filter into its values, within limits (RFC 4791 §9.7).
///
/// Elements of other names are skipped, as RFC 4918 §17 asks.
struct FilterReader {
    private let limits: FilterLimits
    private var parts = 0

    /// Starts with no part read.
    init(limits: FilterLimits) {
        self.limits = limits
    }

    /// Reads a `CALDAV:filter` element; the result is the test of a VCALENDAR.
    mutating func filter(_ element: XMLElement) throws(FilterError) -> ComponentFilter {
        // <!ELEMENT filter (comp-filter)>
        let roots = element.all(CalendarElement.compFilter)
        guard let root = roots.first else {
            throw .invalid(.missingElement(CalendarElement.compFilter, in: element.name))
        }
        guard roots.count == 1 else { throw .invalid(.misplacedElement(roots[1].name, in: element.name)) }
        let filter = try componentFilter(root, in: nil)
        // RFC 4791 §9.7.1: the scope of the outermost filter is the calendar object, which has to be there.
        guard filter.tests != nil else {
            throw .invalid(.misplacedElement(CalendarElement.isNotDefined, in: root.name))
        }
        return filter
    }

    private mutating func componentFilter(
        _ element: XMLElement,
        in parent: FilteredComponent?
    ) throws(FilterError) -> ComponentFilter {
        // <!ELEMENT comp-filter (is-not-defined | (time-range?, prop-filter*, comp-filter*))>
        let component = FilteredComponent(name: try name(of: element))
        guard component.isAllowed(in: parent) else {
            throw .misplacedComponent(component.name, in: parent?.name ?? CalendarElement.filter.local)
        }
        let kinds = [CalendarElement.timeRange, CalendarElement.propFilter, CalendarElement.compFilter]
        guard try isDefined(element, with: kinds) else { return ComponentFilter(component.name, .isNotDefined) }
        var properties: [PropertyFilter] = []
        for child in element.all(CalendarElement.propFilter) { properties.append(try propertyFilter(child)) }
        var components: [ComponentFilter] = []
        for child in element.all(CalendarElement.compFilter) {
            components.append(try componentFilter(child, in: component))
        }
        let range = try timeRange(in: element, component)
        let tests = ComponentFilter.Tests(timeRange: range, properties: properties, components: components)
        return ComponentFilter(component.name, .isDefined(tests))
    }

    private func timeRange(in element: XMLElement, _ component: FilteredComponent) throws(FilterError) -> TimeRange? {
        guard let range = try timeRange(in: element) else { return nil }
        switch component.time {
        case .tested: return range
        // RFC 4791 §9.9: "The semantic of CALDAV:time-range is not defined for any other calendar components and
        // properties."
        case .undefined: throw .untimedComponent(component.name)
        case .unknown: throw .unsupported(element)
        }
    }

    private mutating func propertyFilter(_ element: XMLElement) throws(FilterError) -> PropertyFilter {
        // <!ELEMENT prop-filter (is-not-defined | ((time-range | text-match)?, param-filter*))>
        let name = try name(of: element)
        let kinds = [CalendarElement.timeRange, CalendarElement.textMatch, CalendarElement.paramFilter]
        guard try isDefined(element, with: kinds) else { return PropertyFilter(name, .isNotDefined) }
        let test = try valueTest(in: element, of: name)
        var parameters: [ParameterFilter] = []
        for child in element.all(CalendarElement.paramFilter) { parameters.append(try parameterFilter(child)) }
        return PropertyFilter(name, .isDefined(test, parameters))
    }

    private func valueTest(in element: XMLElement, of name: String) throws(FilterError) -> PropertyFilter.ValueTest? {
        let text = try textMatch(in: element)
        guard let range = try timeRange(in: element) else { return text.map(PropertyFilter.ValueTest.text) }
        guard text == nil else { throw .invalid(.misplacedElement(CalendarElement.textMatch, in: element.name)) }
        // RFC 4791 §7.8 (CALDAV:valid-filter): "a CALDAV:filter cannot nest a <C:time-range start="..." end="..."> element
        // in a <C:prop name="SUMMARY"> element."
        guard TimedProperty(rawValue: name) != nil else { throw .untimedProperty(name) }
        return .timeRange(range)
    }

    private mutating func parameterFilter(_ element: XMLElement) throws(FilterError) -> ParameterFilter {
        // <!ELEMENT param-filter (is-not-defined | text-match?)>
        let name = try name(of: element)
        guard try isDefined(element, with: [CalendarElement.textMatch]) else {
            return ParameterFilter(name, .isNotDefined)
        }
        return ParameterFilter(name, .isDefined(try textMatch(in: element)))
    }
}

extension FilterReader {
    /// Counts one part and returns its name in upper case.
    private mutating func name(of element: XMLElement) throws(FilterError) -> String {
        parts += 1
        guard parts <= limits.maximumParts else { throw .tooManyParts(limit: limits.maximumParts) }
        guard let name = element.attribute("name"), !name.isEmpty else {
            throw .invalid(.invalidValue(of: element.name, element.attribute("name") ?? ""))
        }
        return name.uppercased()
    }

    /// Returns whether an element tests more than absence, and checks that it has none but the given kinds of tests.
    private func isDefined(_ element: XMLElement, with kinds: [XMLName]) throws(FilterError) -> Bool {
        let tests = element.children.map(\.name).filter(Self.tests.contains)
        let isDefined = !tests.contains(CalendarElement.isNotDefined)
        let misplaced = tests.first { isDefined ? !kinds.contains($0) : $0 != CalendarElement.isNotDefined }
        if let misplaced { throw .invalid(.misplacedElement(misplaced, in: element.name)) }
        return isDefined
    }

    private static let tests: Set<XMLName> = [
        CalendarElement.isNotDefined, CalendarElement.timeRange, CalendarElement.textMatch, CalendarElement.compFilter,
        CalendarElement.propFilter, CalendarElement.paramFilter,
    ]

    private func timeRange(in element: XMLElement) throws(FilterError) -> TimeRange? {
        guard let range = try single(CalendarElement.timeRange, in: element) else { return nil }
        do throws(XMLError) {
            return try TimeRange(open: range)
        } catch {
            throw .invalid(error)
        }
    }

    private func textMatch(in element: XMLElement) throws(FilterError) -> TextMatch? {
        guard let match = try single(CalendarElement.textMatch, in: element) else { return nil }
        // RFC 4791 §7.5: "If the client chooses a collation not supported by the server, the server MUST respond with a
        // CALDAV:supported-collation precondition error response."
        guard let collation = Collation(identifier: match.attribute("collation")) else {
            throw .unsupportedCollation(match.attribute("collation") ?? "")
        }
        guard match.text.utf8.count <= limits.maximumTextOctets else {
            throw .textTooLong(limit: limits.maximumTextOctets)
        }
        return TextMatch(match.text, collation: collation, isNegated: try isNegated(match))
    }

    private func isNegated(_ match: XMLElement) throws(FilterError) -> Bool {
        // <!ATTLIST text-match negate-condition (yes | no) "no">
        switch match.attribute("negate-condition") {
        case "yes": return true
        case "no", nil: return false
        case let value?: throw .invalid(.invalidValue(of: match.name, value))
        }
    }

    private func single(_ name: XMLName, in element: XMLElement) throws(FilterError) -> XMLElement? {
        let found = element.all(name)
        guard found.count <= 1 else { throw .invalid(.misplacedElement(name, in: element.name)) }
        return found.first
    }
}
