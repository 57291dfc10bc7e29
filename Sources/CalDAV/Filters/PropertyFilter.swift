/// A test of the properties of a component (`CALDAV:prop-filter`, RFC 4791 §9.7.2).
package struct PropertyFilter: Hashable, Sendable {
    /// What is tested.
    package enum Criterion: Hashable, Sendable {
        /// The component does not have the property.
        case isNotDefined

        /// The component has the property, and one of that name passes every test.
        case isDefined(ValueTest?, [ParameterFilter])
    }

    /// A test of the value of a property.
    package enum ValueTest: Hashable, Sendable {
        /// The value is a time within the range.
        case timeRange(TimeRange)

        /// The value matches as a text.
        case text(TextMatch)
    }

    /// The name of the property in upper case.
    package let name: String

    /// What is tested.
    package let criterion: Criterion

    /// Makes a filter.
    package init(_ name: String, _ criterion: Criterion) {
        self.name = name
        self.criterion = criterion
    }

    /// The range of time that the value has to be in; nil for none.
    package var timeRange: TimeRange? {
        guard case .isDefined(.timeRange(let range)?, _) = criterion else { return nil }
        return range
    }
}
