/// A body that is no acceptable XML document, or not the document that a method takes.
package enum XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The body is larger than a limit of octets.
    case tooLarge(limit: Int)

    /// Elements are nested deeper than a limit.
    case tooDeep(line: Int, limit: Int)

    /// The document has more elements than a limit.
    case tooManyElements(line: Int, limit: Int)

    /// An element has more attributes and namespace declarations than a limit.
    case tooManyAttributes(line: Int, limit: Int)

    /// A namespace name has more octets than a limit.
    case namespaceTooLong(line: Int, limit: Int)

    /// A value of `xml:lang` has more octets than a limit.
    case languageTooLong(line: Int, limit: Int)

    /// An element occurs more often than a report takes it.
    case tooMany(XMLName, limit: Int)

    /// The text of an element has more octets than a report takes.
    case textTooLong(of: XMLName, limit: Int)

    /// The document has a document type declaration; none is read, whatever it holds.
    case documentTypeRefused(line: Int)

    /// The document is not well-formed, or not namespace-well-formed; the reason is the parser's.
    case notWellFormed(line: Int, reason: String)

    /// The root element is not the one that the method takes.
    case unexpectedRoot(XMLName, expected: [XMLName])

    /// An element lacks a child that its definition requires.
    case missingElement(XMLName, in: XMLName)

    /// An element has a child, or a combination of children, that its definition forbids.
    case misplacedElement(XMLName, in: XMLName)

    /// An element or attribute has a value outside its definition.
    case invalidValue(of: XMLName, String)

    /// A sentence for the client.
    package var description: String {
        switch self {
        case .tooLarge(let limit): "The XML body is larger than \(limit) octets."
        case .tooDeep(let line, let limit): "Line \(line) nests elements deeper than \(limit)."
        case .tooManyElements(let line, let limit): "At line \(line) the body has more than \(limit) elements."
        case .tooManyAttributes(let line, let limit): "An element in line \(line) has more than \(limit) attributes."
        case .namespaceTooLong(let line, let limit): "Line \(line) has a namespace name of more than \(limit) octets."
        case .languageTooLong(let line, let limit): "Line \(line) has an xml:lang of more than \(limit) octets."
        case .tooMany(let name, let limit): "The body has more than \(limit) elements \(name)."
        case .textTooLong(let name, let limit): "The text of \(name) is longer than \(limit) octets."
        case .documentTypeRefused(let line): "Line \(line) has a document type declaration, which is refused."
        case .notWellFormed(let line, let reason): "Line \(line) is not well-formed XML: \(reason)."
        case .unexpectedRoot(let name, let expected):
            "The body is \(name), not \(expected.map(\.description).joined(separator: " or "))."
        case .missingElement(let name, let parent): "The element \(parent) lacks the element \(name)."
        case .misplacedElement(let name, let parent): "The element \(name) has no place here in \(parent)."
        case .invalidValue(let name, let value): "The value \"\(value.prefix(100))\" of \(name) is not allowed."
        }
    }
}
