/// A test of the components within another, or of the calendar object itself (`CALDAV:comp-filter`, RFC 4791 §9.7.1).
package struct ComponentFilter: Hashable, Sendable {
    /// What is tested.
    package enum Criterion: Hashable, Sendable {
        /// There is no component of the name.
        case isNotDefined

        /// There is a component of the name that passes every test.
        case isDefined(Tests)
    }

    /// The tests of one component, each of which it has to pass.
    package struct Tests: Hashable, Sendable {
        /// The range of time that an instance of the component has to overlap; nil for none.
        package let timeRange: TimeRange?

        /// The tests of its properties.
        package let properties: [PropertyFilter]

        /// The tests of the components within it.
        package let components: [ComponentFilter]

        /// Makes tests; without any, a component passes by being there.
        package init(
            timeRange: TimeRange? = nil,
            properties: [PropertyFilter] = [],
            components: [ComponentFilter] = []
        ) {
            self.timeRange = timeRange
            self.properties = properties
            self.components = components
        }
    }

    /// The name of the component in upper case, such as `VEVENT`.
    package let name: String

    /// What is tested.
    package let criterion: Criterion

    /// Makes a filter.
    package init(_ name: String, _ criterion: Criterion = .isDefined(Tests())) {
        self.name = name
        self.criterion = criterion
    }

    /// The tests of a component that has to be there; nil where it must not be.
    package var tests: Tests? {
        guard case .isDefined(let tests) = criterion else { return nil }
        return tests
    }
}
