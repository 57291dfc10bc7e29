/// Builds the tree of a document from the events of a parser, within limits.
///
/// After its first error it takes no more events; the parser asks `error` and stops.
final class XMLTreeBuilder {
    /// The first error, or nil while all is well.
    private(set) var error: XMLError?

    /// The root element once it has ended.
    private(set) var root: XMLElement?

    private let limits: XMLLimits
    private var open: [XMLElement] = []
    private var elements = 0
    private var pendingText = ""

    /// Starts with no element.
    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// Records an error unless an earlier one is known.
    func fail(_ error: XMLError) {
        self.error = self.error ?? error
    }

    /// Returns whether one more element may start here, and records an error where a limit forbids it.
    ///
    /// The adapter asks before it reads the element's names and values, so that an excess costs nothing.
    func admits(attributeCount: Int, line: Int) -> Bool {
        elements += 1
        if open.count >= limits.maximumDepth {
            fail(.tooDeep(line: line, limit: limits.maximumDepth))
        } else if elements > limits.maximumElements {
            fail(.tooManyElements(line: line, limit: limits.maximumElements))
        } else if attributeCount > limits.maximumAttributes {
            fail(.tooManyAttributes(line: line, limit: limits.maximumAttributes))
        }
        return error == nil
    }

    /// Returns whether a namespace name may have so many octets, and records an error where the limit forbids it.
    func admits(namespaceOctets: Int, line: Int) -> Bool {
        guard namespaceOctets > limits.maximumNamespaceOctets else { return true }
        fail(.namespaceTooLong(line: line, limit: limits.maximumNamespaceOctets))
        return false
    }

    /// Returns whether an element may have the language that it says, and records an error where the limit forbids it.
    func admits(languageIn attributes: [XMLAttribute], line: Int) -> Bool {
        let octets = attributes.first { $0.name == .language }?.value.utf8.count ?? 0
        guard octets > limits.maximumLanguageOctets else { return true }
        fail(.languageTooLong(line: line, limit: limits.maximumLanguageOctets))
        return false
    }

    /// Takes the start of an element that was admitted.
    func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
        flushText()
        open.append(XMLElement(name, attributes: attributes))
    }

    /// Takes a run of character data; one text may come in several runs.
    func characters(_ text: String) {
        pendingText += text
    }

    /// Takes the end of the element that started last.
    func endElement() {
        flushText()
        guard let element = open.popLast() else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].content.append(.element(element))
        }
    }

    private func flushText() {
        guard !pendingText.isEmpty else { return }
        if !open.isEmpty { open[open.count - 1].content.append(.text(pendingText)) }
        pendingText = ""
    }
}
