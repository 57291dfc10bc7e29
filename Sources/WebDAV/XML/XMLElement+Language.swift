extension XMLElement {
    /// The value of `xml:lang`, if the element has one.
    package var language: String? {
        attributes.first { $0.name == .language }?.value
    }

    /// The properties that a `DAV:set` or `DAV:remove` names, each with the language that holds for it.
    ///
    /// RFC 4918 §4.3: the `xml:lang` that is in scope of a property belongs to its value, and the property leaves the
    /// elements around it behind.
    ///
    /// - Parameter inherited: The language of the element around this one.
    /// - Returns: The properties in the order of the document.
    package func settings(in inherited: String?) -> [XMLElement] {
        let language = language ?? inherited
        return all(DAVElement.prop).flatMap { prop in
            prop.children.map { $0.inheriting(prop.language ?? language) }
        }
    }

    private func inheriting(_ inherited: String?) -> XMLElement {
        guard language == nil, let inherited else { return self }
        var element = self
        element.attributes.append(XMLAttribute(name: .language, value: inherited))
        return element
    }
}
