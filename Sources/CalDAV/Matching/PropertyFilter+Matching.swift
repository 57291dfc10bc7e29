import ICalendar
import Recurrence

extension PropertyFilter {
    /// Tells whether a component passes; a test of time is not looked at here.
    func matches(_ component: Component) -> Bool {
        let found = component.properties(named: name)
        switch criterion {
        case .isNotDefined: return found.isEmpty
        case .isDefined(let test, let parameters):
            return found.contains { property in
                parameters.allSatisfy { $0.matches(property) } && Self.matches(property, test)
            }
        }
    }

    /// Tells whether the parameters of a property of the component pass; one that is absent, and whose effective value
    /// is tested in its place, has none.
    func passesParameters(of component: Component) -> Bool {
        guard case .isDefined(_, let parameters) = criterion else { return false }
        let property = component.first(name) ?? Property(name: name, value: "")
        return parameters.allSatisfy { $0.matches(property) }
    }

    private static func matches(_ property: Property, _ test: ValueTest?) -> Bool {
        guard case .text(let match)? = test else { return true }
        return match.matches(TextValue.unescape(property.value))
    }
}

extension ObjectTimes {
    /// Tells whether a property of a component is in a range of time, with parameters that pass.
    func passes(_ component: Component, _ filter: PropertyFilter, _ range: TimeRange) -> Bool {
        guard case .isDefined(_, let parameters) = filter.criterion else { return false }
        return component.properties(named: filter.name).contains { property in
            parameters.allSatisfy { $0.matches(property) } && instant(of: property).map(range.contains) ?? false
        }
    }

    /// Tells whether a component passes tests, its range of time left out.
    func passesUntimed(_ component: Component, _ tests: ComponentFilter.Tests) -> Bool {
        tests.properties.allSatisfy { filter in
            filter.timeRange.map { passes(component, filter, $0) } ?? filter.matches(component)
        }
            && tests.components.allSatisfy { filter in
                let found = component.components.filter { $0.isNamed(filter.name) }
                guard let tests = filter.tests else { return found.isEmpty }
                return found.contains { passesUntimed($0, tests) }
            }
    }
}
