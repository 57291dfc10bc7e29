/// The name of a dead property: that of its XML element.
package struct DeadPropertyName: Hashable, Sendable {
    /// The namespace; empty for none.
    package let namespace: String

    /// The local name.
    package let name: String

    /// Creates a name.
    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

/// A property that the server keeps for clients and knows nothing of (RFC 4918 §4.1).
package struct DeadProperty: Hashable, Sendable {
    /// The name.
    package let name: DeadPropertyName

    /// The whole element as XML, with the namespaces and the language that hold for it.
    ///
    /// RFC 4918 §4.3: of a dead property "the server MUST persist" the element's content, namespaces, and `xml:lang`;
    /// the caller writes an element that means the same wherever it is put.
    package let xml: String

    /// Creates a property.
    package init(name: DeadPropertyName, xml: String) {
        self.name = name
        self.xml = xml
    }
}

/// One instruction for the dead properties of a resource, as PROPPATCH has it (RFC 4918 §9.2).
package enum DeadPropertyChange: Hashable, Sendable {
    /// Sets a property, whether it is there or not.
    case set(DeadProperty)

    /// Removes a property; one that is not there stays away.
    case remove(DeadPropertyName)
}
