/// A calendar component (RFC 5545 §3.6): properties and components in the order of the stream.
package struct Component: Sendable {
    /// The name as written, such as VEVENT; names compare without regard to case.
    package let name: String
    /// The properties and components between BEGIN and END, in their order.
    package var contents: [Content]
    /// The BEGIN line as it was received, or nil in a new component.
    let begin: SourceLine?
    /// The END line as it was received, or nil in a new component.
    let end: SourceLine?

    /// One thing inside a component.
    package enum Content: Sendable {
        /// A property.
        case property(Property)
        /// A component, such as a VALARM in a VEVENT.
        case component(Component)
    }

    /// Makes a new component.
    ///
    /// - Parameters:
    ///   - name: The name, made of letters, digits and "-".
    ///   - contents: The properties and components in their order.
    package init(name: String, contents: [Content] = []) {
        self.init(name: name, contents: contents, begin: nil, end: nil)
    }

    /// Makes a component from parsed lines.
    ///
    /// - Parameters:
    ///   - name: The name as written.
    ///   - contents: The properties and components in their order.
    ///   - begin: The BEGIN line.
    ///   - end: The END line.
    init(name: String, contents: [Content], begin: SourceLine?, end: SourceLine?) {
        self.name = name
        self.contents = contents
        self.begin = begin
        self.end = end
    }

    /// The number of the physical line of BEGIN, or nil when the component was not parsed.
    package var line: Int? {
        begin?.number
    }

    /// The component's own properties in their order.
    package var properties: [Property] {
        contents.compactMap(\.property)
    }

    /// The components directly inside this one, in their order.
    package var components: [Component] {
        contents.compactMap(\.component)
    }

    /// Tells whether the component has a name, without regard to case.
    package func isNamed(_ other: String) -> Bool {
        name.equalsIgnoringCase(other)
    }

    /// Returns the component's own properties with a name, without regard to case, in their order.
    package func properties(named name: String) -> [Property] {
        contents.compactMap { $0.property(named: name) }
    }

    /// Returns the first of the component's own properties with a name, without regard to case.
    package func first(_ name: String) -> Property? {
        for content in contents {
            if let property = content.property(named: name) { return property }
        }
        return nil
    }
}

extension Component.Content {
    /// The property, or nil for a component.
    package var property: Property? {
        guard case .property(let property) = self else { return nil }
        return property
    }

    /// The component, or nil for a property.
    package var component: Component? {
        guard case .component(let component) = self else { return nil }
        return component
    }

    /// Returns the property if there is one with that name.
    func property(named name: String) -> Property? {
        guard case .property(let property) = self, property.isNamed(name) else { return nil }
        return property
    }
}
