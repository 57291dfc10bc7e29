/// The principal-search-property-set report (RFC 3744 §9.5): which properties can be searched.
package struct PrincipalSearchPropertySet: Hashable, Sendable {
    /// A property that can be searched.
    package struct SearchableProperty: Hashable, Sendable {
        /// The name of the property.
        package let name: XMLName

        /// What the property is, in English, for a person.
        package let description: String

        /// Makes a property that can be searched.
        package init(_ name: XMLName, description: String) {
            self.name = name
            self.description = description
        }
    }

    /// The properties.
    package let properties: [SearchableProperty]

    /// Makes the set that a server answers.
    package init(_ properties: [SearchableProperty]) {
        self.properties = properties
    }

    /// The body of the answer.
    package var element: XMLElement {
        // <!ELEMENT principal-search-property (prop, description)>  <!ATTLIST description xml:lang>
        let language = XMLAttribute(name: XMLName(namespace: XMLNamespace.xml, local: "lang"), value: "en")
        return XMLElement(
            ReportElement.principalSearchPropertySet,
            properties.map { property in
                XMLElement(
                    ReportElement.principalSearchProperty,
                    [
                        XMLElement(DAVElement.prop, [XMLElement(property.name)]),
                        XMLElement(ReportElement.description, attributes: [language], text: property.description),
                    ]
                )
            }
        )
    }
}
