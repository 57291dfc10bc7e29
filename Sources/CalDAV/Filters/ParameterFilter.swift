package import ICalendar

/// A test of one parameter of a property (`CALDAV:param-filter`, RFC 4791 §9.7.3).
package struct ParameterFilter: Hashable, Sendable {
    /// What is tested.
    package enum Criterion: Hashable, Sendable {
        /// The property does not have the parameter.
        case isNotDefined

        /// The property has the parameter, with a value that matches where there is a match.
        case isDefined(TextMatch?)
    }

    /// The name of the parameter in upper case.
    package let name: String

    /// What is tested.
    package let criterion: Criterion

    /// Makes a filter.
    package init(_ name: String, _ criterion: Criterion) {
        self.name = name
        self.criterion = criterion
    }

    /// Tells whether a property passes.
    package func matches(_ property: Property) -> Bool {
        let values = property.parameters.lazy.filter { $0.name.equalsIgnoringCase(name) }.flatMap(\.values)
        return switch criterion {
        case .isNotDefined: values.isEmpty
        case .isDefined(nil): !values.isEmpty
        case .isDefined(let match?): values.contains(where: match.matches)
        }
    }
}
