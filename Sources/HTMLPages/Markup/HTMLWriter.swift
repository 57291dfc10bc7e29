/// Writes an HTML document.
///
/// There is no way to write markup that is not an element of ``HTMLTag`` with attributes of ``HTMLAttribute``: every text
/// and every value is escaped, whoever wrote it.
package struct HTMLWriter: Sendable {
    /// What is written so far.
    package private(set) var document = ""

    /// Makes a writer of an empty document.
    package init() {}

    /// Writes an element.
    ///
    /// - Parameters:
    ///   - tag: What it is.
    ///   - attributes: Its attributes.
    ///   - content: Writes what is in it.
    package mutating func element(
        _ tag: HTMLTag,
        _ attributes: [HTMLAttribute] = [],
        _ content: (inout HTMLWriter) -> Void = { _ in }
    ) {
        open(tag.rawValue, attributes)
        content(&self)
        document += "</\(tag.rawValue)>"
        if tag.isBlock { document += "\n" }
    }

    /// Writes an element that holds a text alone.
    package mutating func element(_ tag: HTMLTag, _ attributes: [HTMLAttribute] = [], text: String) {
        element(tag, attributes) { $0.text(text) }
    }

    /// Writes an element without content.
    package mutating func element(_ tag: HTMLVoidTag, _ attributes: [HTMLAttribute]) {
        open(tag.rawValue, attributes)
        document += "\n"
    }

    /// Writes a text.
    package mutating func text(_ text: String) {
        document += Self.escaped(text)
    }

    /// Writes what makes browsers keep to the standard.
    mutating func doctype() {
        document += "<!DOCTYPE html>\n"
    }

    /// Writes a script that is run once the document is there; its text comes from the service, never from the page.
    mutating func script(at link: PageLink) {
        document += "<script src=\"\(Self.escaped(link.text))\" defer></script>\n"
    }

    private mutating func open(_ name: String, _ attributes: [HTMLAttribute]) {
        document += "<\(name)"
        for attribute in attributes {
            document += " \(attribute.name)"
            if let value = attribute.value { document += "=\"\(Self.escaped(value))\"" }
        }
        document += ">"
    }

    /// Returns a text in which no character means markup, in an element or between quotation marks.
    ///
    /// HTML has no character U+0000, and no other control but white space (HTML, "preprocessing the input stream").
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case _ where scalar.properties.generalCategory == .control: escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
