import WebDAV

/// A property that the server computes: its name, who may read it, and how its value is found.
struct LiveProperty: Sendable {
    /// The name.
    let name: XMLName

    /// What a principal needs on a resource to read the property, beside what reading any property takes.
    let required: Privileges

    /// Returns the property of a resource with its value, or nil where the resource does not have it.
    let element: @Sendable (PropertySubject, PropertyContext) -> XMLElement?

    /// Makes a property.
    init(
        _ name: XMLName,
        requiring required: Privileges = [],
        _ element: @escaping @Sendable (PropertySubject, PropertyContext) -> XMLElement?
    ) {
        self.name = name
        self.required = required
        self.element = element
    }

    /// Makes a property of text.
    init(_ name: XMLName, text: @escaping @Sendable (PropertySubject, PropertyContext) -> String?) {
        self.init(name) { subject, context in text(subject, context).map { XMLElement(name, text: $0) } }
    }

    /// Makes a property of hrefs of this server.
    init(_ name: XMLName, paths: @escaping @Sendable (PropertySubject, PropertyContext) -> [ResourcePath]?) {
        self.init(name) { subject, context in
            paths(subject, context).map { XMLElement(name, hrefs: $0.map { Href(written: $0.href) }) }
        }
    }

    /// Returns whether the principal of the request may read the property of a resource.
    func isReadable(on subject: PropertySubject) -> Bool {
        subject.privileges.contains(required)
    }
}
