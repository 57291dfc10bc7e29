package import ICalendar
package import WebDAV

/// The parts of a component that a report asks for (`CALDAV:comp`, RFC 4791 §9.6.1).
package struct ComponentSelection: Hashable, Sendable {
    /// A property that is asked for.
    package struct NamedProperty: Hashable, Sendable {
        /// The name in upper case.
        package let name: String

        /// Whether only its name and parameters are asked for (`novalue="yes"`, §9.6.4).
        package let omitsValue: Bool
    }

    /// The name of the component in upper case, such as `VEVENT`.
    package let name: String

    /// The properties that are wanted, by name; nil for all, empty for none.
    package let properties: [String: NamedProperty]?

    /// The components within this one that are wanted, by name; nil for all, empty for none.
    package let components: [String: ComponentSelection]?

    /// Reads a `CALDAV:comp` element; an empty one asks for the whole component.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 4791 §9.6.1.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT comp ((allprop | prop*), (allcomp | comp*))>  <!ATTLIST comp name CDATA #REQUIRED>
        name = try Self.name(of: element)
        // The example of RFC 4791 §7.8.1 asks for a whole VTIMEZONE with an empty element.
        let isWhole = element.children.isEmpty
        let hasAllProperties = isWhole || element.first(CalendarElement.allprop) != nil
        let hasAllComponents = isWhole || element.first(CalendarElement.allcomp) != nil
        properties = try hasAllProperties ? nil : Self.properties(in: element)
        components = try hasAllComponents ? nil : Self.components(in: element)
    }

    /// Returns the component without what is not asked for.
    ///
    /// The component's own name is not compared: the caller chose it.
    package func applied(to component: Component) -> Component {
        var selected = component
        selected.contents = component.contents.compactMap { content in
            switch content {
            case .property(let property): select(property).map(Component.Content.property)
            case .component(let inner): select(inner).map(Component.Content.component)
            }
        }
        return selected
    }

    private func select(_ property: Property) -> Property? {
        guard let properties else { return property }
        guard let wanted = properties[property.name.uppercased()] else { return nil }
        guard wanted.omitsValue else { return property }
        var withoutValue = property
        withoutValue.value = ""
        return withoutValue
    }

    private func select(_ component: Component) -> Component? {
        guard let components else { return component }
        return components[component.name.uppercased()]?.applied(to: component)
    }

    private static func properties(in element: XMLElement) throws(XMLError) -> [String: NamedProperty] {
        let properties = try element.all(CalendarElement.prop).map { (property) throws(XMLError) in
            NamedProperty(name: try name(of: property), omitsValue: property.attribute("novalue") == "yes")
        }
        return Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
    }

    private static func components(in element: XMLElement) throws(XMLError) -> [String: ComponentSelection] {
        let components = try element.all(CalendarElement.comp).map { (component) throws(XMLError) in
            try ComponentSelection(component)
        }
        return Dictionary(components.map { ($0.name, $0) }) { first, _ in first }
    }

    private static func name(of element: XMLElement) throws(XMLError) -> String {
        guard let name = element.attribute("name"), !name.isEmpty else {
            throw .invalidValue(of: element.name, element.attribute("name") ?? "")
        }
        return name.uppercased()
    }
}
