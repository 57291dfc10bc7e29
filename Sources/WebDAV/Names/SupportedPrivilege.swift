/// A privilege that a resource knows, with those that it contains (`DAV:supported-privilege-set`, RFC 3744 §5.3).
package struct SupportedPrivilege: Hashable, Sendable {
    /// The privilege.
    package let privilege: Privilege

    /// What the privilege allows, in English, for a person.
    package let description: String

    /// The privileges that it contains.
    package let contained: [SupportedPrivilege]

    /// Makes a privilege.
    package init(_ privilege: Privilege, _ description: String, containing contained: [SupportedPrivilege] = []) {
        self.privilege = privilege
        self.description = description
        self.contained = contained
    }

    /// The `DAV:supported-privilege` element.
    package var element: XMLElement {
        // <!ELEMENT supported-privilege (privilege, abstract?, description, supported-privilege*)>
        let language = XMLAttribute(name: XMLName(namespace: XMLNamespace.xml, local: "lang"), value: "en")
        let sentence = XMLElement(ReportElement.description, attributes: [language], text: description)
        return XMLElement(ACLElement.supportedPrivilege, [privilege.element, sentence] + contained.map(\.element))
    }
}
