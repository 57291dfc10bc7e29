/// Writes an XML document piece by piece, as UTF-8.
///
/// The prefixes `D`, `C`, `CS` and `A` are declared at the root; an element or attribute in another namespace declares its
/// own. The writer holds what was written since the last `take()`, so that a long document never stands whole in memory.
package struct XMLWriter: Sendable {
    private var output: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8)
    private var open: [String] = []
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
        append("</", name)
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

    private mutating func writeTag(_ name: XMLName, attributes: [XMLAttribute], isEmpty: Bool) {
        var tag = LocalPrefixes()
        let qualified = tag.qualify(name)
        append("<", qualified)
        for attribute in attributes {
            writeAttribute(tag.qualify(attribute.name), attribute.value)
        }
        writeDeclarations(tag.declarations)
        output += (isEmpty ? "/>" : ">").utf8
        if !isEmpty { open.append(qualified) }
    }

    /// Appends markup and a name, without a text of both.
    private mutating func append(_ markup: String, _ name: String) {
        output += markup.utf8
        output += name.utf8
    }

    private mutating func writeDeclarations(_ local: [(prefix: String, namespace: String)]) {
        let declarations = hasRoot ? local : XMLNamespace.declared + local
        hasRoot = true
        for (prefix, namespace) in declarations {
            writeAttribute("xmlns:\(prefix)", namespace)
        }
    }

    private mutating func writeAttribute(_ name: String, _ value: String) {
        append(" ", name)
        output += "=\"".utf8
        XMLEscaping.append(value, to: &output, isAttribute: true)
        output.append(UInt8(ascii: "\""))
    }
}

/// The prefixes that one tag declares for the namespaces that the root does not declare.
private struct LocalPrefixes {
    private(set) var declarations: [(prefix: String, namespace: String)] = []

    /// Returns the qualified name, with a prefix that is declared at the root or by this tag.
    ///
    /// No default namespace is ever declared, so a name without prefix is in no namespace.
    mutating func qualify(_ name: XMLName) -> String {
        guard !name.namespace.isEmpty else { return name.local }
        return "\(prefix(of: name.namespace)):\(name.local)"
    }

    private mutating func prefix(of namespace: String) -> String {
        if let known = XMLNamespace.prefix(of: namespace) { return known }
        if let local = declarations.first(where: { $0.namespace == namespace }) { return local.prefix }
        let prefix = "N\(declarations.count)"
        declarations.append((prefix, namespace))
        return prefix
    }
}
