/// Writes an XML document piece by piece, as UTF-8.
///
/// The prefixes `D`, `C`, `CS` and `A` are declared at the root; an element or attribute in another namespace declares its
/// own. The writer holds what was written since the last `take()`, so that a long document never stands whole in memory.
package struct XMLWriter: Sendable {
    private var output: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8)
    private var open: [XMLName] = []
    private var hasRoot = false

    /// Starts a document with its XML declaration.
    package init() {}

    /// The number of octets that `take()` would return.
    package var pendingCount: Int { output.count }

    /// Returns what was written since the last call, and forgets it.
    package mutating func take() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// Writes the start tag of an element; the first one is the root.
    package mutating func start(_ name: XMLName, attributes: [XMLAttribute] = []) {
        writeTag(name, attributes: attributes, isEmpty: false)
    }

    /// Writes the end tag of the element that started last.
    package mutating func end() {
        guard let name = open.popLast() else { preconditionFailure("No element is open in this XML document.") }
        output += "</".utf8
        // An element's own prefix is the first one that its tag declares.
        var tag = LocalPrefixes()
        append(name, of: &tag)
        output.append(UInt8(ascii: ">"))
    }

    /// Writes character data, escaped.
    ///
    /// A carriage return becomes a character reference, so that iCalendar data keeps its line endings through the
    /// receiver's normalisation (XML 1.0 §2.11). A character that XML 1.0 §2.2 forbids, even as a reference, becomes
    /// U+FFFD.
    package mutating func text(_ text: String) {
        XMLEscaping.append(text, to: &output, isAttribute: false)
    }

    /// Writes an element with its attributes and content.
    package mutating func element(_ element: XMLElement) {
        guard !element.content.isEmpty else {
            writeTag(element.name, attributes: element.attributes, isEmpty: true)
            return
        }
        start(element.name, attributes: element.attributes)
        for node in element.content {
            switch node {
            case .element(let child): self.element(child)
            case .text(let text): self.text(text)
            }
        }
        end()
    }

    /// Writes an element of character data, which is empty without any.
    package mutating func element(_ name: XMLName, text: String) {
        guard !text.isEmpty else { return writeTag(name, attributes: [], isEmpty: true) }
        start(name)
        self.text(text)
        end()
    }

    private mutating func writeTag(_ name: XMLName, attributes: [XMLAttribute], isEmpty: Bool) {
        var tag = LocalPrefixes()
        output.append(UInt8(ascii: "<"))
        append(name, of: &tag)
        for attribute in attributes {
            output.append(UInt8(ascii: " "))
            append(attribute.name, of: &tag)
            writeValue(attribute.value)
        }
        writeDeclarations(tag.declarations)
        if isEmpty { output.append(UInt8(ascii: "/")) } else { open.append(name) }
        output.append(UInt8(ascii: ">"))
    }

    /// Appends a name with the prefix that its tag has for its namespace, without a text of both.
    private mutating func append(_ name: XMLName, of tag: inout LocalPrefixes) {
        if let prefix = tag.prefix(of: name.namespace) {
            output += prefix.utf8
            output.append(UInt8(ascii: ":"))
        }
        output += name.local.utf8
    }

    private mutating func writeDeclarations(_ local: [(prefix: String, namespace: String)]) {
        let declarations = hasRoot ? local : XMLNamespace.declared + local
        hasRoot = true
        for (prefix, namespace) in declarations {
            output += " xmlns:".utf8
            output += prefix.utf8
            writeValue(namespace)
        }
    }

    private mutating func writeValue(_ value: String) {
        output += "=\"".utf8
        XMLEscaping.append(value, to: &output, isAttribute: true)
        output.append(UInt8(ascii: "\""))
    }
}

/// The prefixes that one tag declares for the namespaces that the root does not declare.
private struct LocalPrefixes {
    private(set) var declarations: [(prefix: String, namespace: String)] = []

    /// Returns the prefix that is declared for a namespace at the root or by this tag; nil where there is no namespace.
    ///
    /// No default namespace is ever declared, so a name without prefix is in no namespace.
    mutating func prefix(of namespace: String) -> String? {
        guard !namespace.isEmpty else { return nil }
        if let known = XMLNamespace.prefix(of: namespace) { return known }
        if let local = declarations.first(where: { $0.namespace == namespace }) { return local.prefix }
        let prefix = "N\(declarations.count)"
        declarations.append((prefix, namespace))
        return prefix
    }
}
