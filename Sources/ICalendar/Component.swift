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
        indirect case component(Component)
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
        let key = FoldedName(name)
        return contents.compactMap { $0.isProperty(named: name, key: key) ? $0.property : nil }
    }

    /// Returns the first of the component's own properties with a name, without regard to case.
    package func first(_ name: String) -> Property? {
        let key = FoldedName(name)
        return contents.first { $0.isProperty(named: name, key: key) }?.property
    }

    /// Returns the second of the component's own properties with a name, without regard to case.
    func second(_ name: String) -> Property? {
        let key = FoldedName(name)
        guard let first = contents.firstIndex(where: { $0.isProperty(named: name, key: key) }) else { return nil }
        return contents[(first + 1)...].first { $0.isProperty(named: name, key: key) }?.property
    }

    /// Returns the number of the component's own properties with a name, without regard to case.
    package func count(of name: String) -> Int {
        let key = FoldedName(name)
        return contents.count { $0.isProperty(named: name, key: key) }
    }

    /// Tells whether one of the component's own properties has a name, without regard to case.
    package func has(_ name: String) -> Bool {
        let key = FoldedName(name)
        return contents.contains { $0.isProperty(named: name, key: key) }
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

    /// Tells whether this is a property with a name.
    ///
    /// - Parameters:
    ///   - name: The name, without regard to case.
    ///   - key: The same, folded.
    /// - Returns: Whether it is.
    func isProperty(named name: String, key: FoldedName) -> Bool {
        guard case .property(let property) = self else { return false }
        return property.isNamed(name, key: key)
    }
}
