extension Component {
    /// What becomes of a property after a visit.
    package enum Disposition: Hashable, Sendable {
        /// The property stays, in its place.
        case keep
        /// The property goes.
        case remove
    }

    /// Adds a property after the last one of its name, or else after the last property.
    ///
    /// RFC 5545 §3.6 has a component's properties before the components inside it.
    ///
    /// - Parameter property: The property to add.
    package mutating func append(_ property: Property) {
        append([property])
    }

    /// Adds properties of one name, in their order, after the last one of that name, or else after the last property.
    ///
    /// - Parameter properties: The properties to add; none changes nothing.
    package mutating func append(_ properties: [Property]) {
        guard let name = properties.first?.name else { return }
        let key = FoldedName(name)
        let sameName = contents.lastIndex { $0.isProperty(named: name, key: key) }
        let place = sameName ?? contents.lastIndex { $0.property != nil }
        contents.insert(contentsOf: properties.map(Content.property), at: place.map { $0 + 1 } ?? 0)
    }

    /// Adds a component at the end.
    ///
    /// - Parameter component: The component to add.
    package mutating func append(_ component: Component) {
        contents.append(.component(component))
    }

    /// Visits the component's own properties with a name, in their order, to change, keep or remove each.
    ///
    /// - Parameters:
    ///   - name: The name of the properties, without regard to case.
    ///   - transform: Changes a property in place and says whether it stays.
    /// - Throws: What `transform` throws; the component is then unchanged.
    package mutating func updateProperties<Failure: Error>(
        named name: String,
        _ transform: (inout Property) throws(Failure) -> Disposition
    ) throws(Failure) {
        let key = FoldedName(name)
        var result: [Content] = []
        result.reserveCapacity(contents.count)
        for content in contents {
            guard content.isProperty(named: name, key: key), var property = content.property else {
                result.append(content)
                continue
            }
            if try transform(&property) == .keep { result.append(.property(property)) }
        }
        contents = result
    }

    /// Removes the component's own properties with a name for which a condition holds.
    ///
    /// - Parameters:
    ///   - name: The name of the properties, without regard to case.
    ///   - condition: Tells whether a property goes.
    package mutating func removeProperties(named name: String, where condition: (Property) -> Bool = { _ in true }) {
        let key = FoldedName(name)
        contents.removeAll { content in
            content.isProperty(named: name, key: key) && content.property.map(condition) ?? false
        }
    }

    /// Puts a property in the place of the first with its name and removes the others, or adds it.
    ///
    /// - Parameter property: The property that shall be the only one of its name.
    package mutating func setProperty(_ property: Property) {
        let name = property.name
        let isNamesake = { (content: Content) in content.isProperty(named: name, key: property.key) }
        guard let place = contents.firstIndex(where: isNamesake) else { return append(property) }
        contents[place] = .property(property)
        var isBehind = false
        contents.removeAll { content in
            guard isNamesake(content) else { return false }
            defer { isBehind = true }
            return isBehind
        }
    }

    /// Visits the components directly inside this one, in their order, to change each in place.
    ///
    /// - Parameter body: Changes a component.
    /// - Throws: What `body` throws; components visited before are then changed.
    package mutating func updateComponents<Failure: Error>(
        _ body: (inout Component) throws(Failure) -> Void
    ) throws(Failure) {
        for index in contents.indices {
            guard case .component(var component) = contents[index] else { continue }
            // Taken out while it is changed, for otherwise the change would begin with a copy of all that is in it.
            contents[index] = .component(Component(name: component.name))
            defer { contents[index] = .component(component) }
            try body(&component)
        }
    }
}
