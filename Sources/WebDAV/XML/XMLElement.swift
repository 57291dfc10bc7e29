/// An element with its attributes and content, as a value.
package struct XMLElement: Hashable, Sendable {
    /// A piece of an element's content.
    package enum Node: Hashable, Sendable {
        /// A child element.
        case element(XMLElement)

        /// Character data without references; never empty when parsed, and never beside another text.
        case text(String)
    }

    /// The element's name.
    package let name: XMLName

    /// The attributes in the order of the document.
    package var attributes: [XMLAttribute]

    /// The content in the order of the document; comments and processing instructions are left out.
    package var content: [Node]

    /// Makes an element of any content.
    package init(_ name: XMLName, attributes: [XMLAttribute] = [], content: [Node]) {
        self.name = name
        self.attributes = attributes
        self.content = content
    }

    /// Makes an element of child elements; without any it is empty.
    package init(_ name: XMLName, attributes: [XMLAttribute] = [], _ children: [XMLElement] = []) {
        self.init(name, attributes: attributes, content: children.map(Node.element))
    }

    /// Makes an element of character data.
    package init(_ name: XMLName, attributes: [XMLAttribute] = [], text: String) {
        self.init(name, attributes: attributes, content: text.isEmpty ? [] : [.text(text)])
    }

    /// Makes an element of character data in a language, if there is one to name.
    package init(_ name: XMLName, text: String, language: String?) {
        self.init(name, attributes: language.map { [XMLAttribute(name: .language, value: $0)] } ?? [], text: text)
    }

    /// Makes an element of `DAV:href` elements.
    package init(_ name: XMLName, hrefs: [Href]) {
        self.init(name, hrefs.map(\.element))
    }

    /// The child elements in their order.
    package var children: [XMLElement] {
        content.compactMap { node in
            if case .element(let child) = node { child } else { nil }
        }
    }

    /// The character data of the element itself, without that of its children.
    package var text: String {
        content.reduce(into: "") { text, node in
            if case .text(let piece) = node { text += piece }
        }
    }

    /// The character data without white space at both ends.
    package var trimmedText: String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let head = text.utf8.drop(while: isSpace)
        let length = head.count - head.reversed().prefix(while: isSpace).count
        return String(decoding: head.prefix(length), as: UTF8.self)
    }

    /// Returns the first child element with a name, or nil.
    package func first(_ name: XMLName) -> XMLElement? {
        children.first { $0.name == name }
    }

    /// Returns the child elements with a name in their order.
    package func all(_ name: XMLName) -> [XMLElement] {
        children.filter { $0.name == name }
    }

    /// Returns the value of an attribute in no namespace, or nil.
    package func attribute(_ local: String) -> String? {
        attributes.first { $0.name.namespace.isEmpty && $0.name.local == local }?.value
    }
}
