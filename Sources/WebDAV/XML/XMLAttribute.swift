/// An attribute of an element, namespace declarations excluded.
package struct XMLAttribute: Hashable, Sendable {
    /// The name; an unprefixed attribute is in no namespace.
    package let name: XMLName

    /// The normalised value, without references.
    package let value: String

    /// Makes an attribute.
    package init(name: XMLName, value: String) {
        self.name = name
        self.value = value
    }

    /// Makes an attribute in no namespace.
    package init(_ local: String, _ value: String) {
        self.init(name: XMLName(namespace: "", local: local), value: value)
    }
}
