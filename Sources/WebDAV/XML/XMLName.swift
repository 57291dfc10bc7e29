/// An expanded XML name: a namespace and a local part (Namespaces in XML 1.0 §2.1).
package struct XMLName: Hashable, Sendable, CustomStringConvertible {
    /// The namespace name; empty where the name is in no namespace.
    package let namespace: String

    /// The local part, without a prefix.
    package let local: String

    /// Makes a name in a namespace.
    package init(namespace: String, local: String) {
        self.namespace = namespace
        self.local = local
    }

    /// Makes a name in the namespace `DAV:`.
    package init(dav local: String) {
        self.init(namespace: XMLNamespace.dav, local: local)
    }

    /// `xml:lang` (XML 1.0 §2.12).
    package static let language = XMLName(namespace: XMLNamespace.xml, local: "lang")

    /// The name in Clark notation, such as `{DAV:}href`, for logs and messages.
    package var description: String {
        namespace.isEmpty ? local : "{\(namespace)}\(local)"
    }
}
