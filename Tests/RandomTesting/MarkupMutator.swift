/// Changes XML in ways that mostly leave it well-formed, so that what reads elements is reached, and not the parser alone.
///
/// The mutations are the same in every run for the same seed.
package struct MarkupMutator: Sendable {
    /// The values at which readers of WebDAV and CalDAV elements go wrong.
    private static let spices = [
        "", " ", "0", "-1", "1", "99999999999999999999", "yes", "no", "infinite", "VEVENT", "vevent", "VTODO", "VALARM",
        "VCALENDAR", "UID", "20240101T000000Z", "20240101", "20240230T000000Z", "00010101T000000Z", "99991231T235959Z",
        "i;octet", "i;unicode-casemap", "i;none", "&lt;", "&#x10FFFF;", "é", "😀", "*", "/", "//", "%zz", "urn:x",
        "DAV:",
        "/calendars/alice/calendar/", "/calendars/bob/calendar/a.ics", "BEGIN:VCALENDAR",
        String(repeating: "a", count: 300),
    ]

    private var random: SeededGenerator
    private let corpus: [[String]]

    /// Makes a mutator of samples.
    ///
    /// - Parameters:
    ///   - corpus: Well-formed documents without comments and CDATA sections, at least one.
    ///   - seed: The seed, which a failing test prints.
    package init(corpus: [String], seed: UInt64) {
        precondition(!corpus.isEmpty, "A mutator needs a sample.")
        self.corpus = corpus.map(Self.tokens)
        random = SeededGenerator(seed: seed)
    }

    /// Returns a sample after one to five mutations; one of eight has a wrong byte besides.
    package mutating func next() -> [UInt8] {
        var tokens = corpus.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...5, using: &random) { mutate(&tokens) }
        var octets = Array(tokens.joined().utf8)
        if !octets.isEmpty, Int.random(in: 0..<8, using: &random) == 0 {
            octets[Int.random(in: octets.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
        }
        return octets
    }

    /// Cuts a document into tags and the text between them.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var rest = text[...]
        while let first = rest.first {
            let isTag = first == "<"
            let end = rest.firstIndex(of: isTag ? ">" : "<") ?? rest.endIndex
            let token = isTag && end < rest.endIndex ? rest[...end] : rest[..<end]
            tokens.append(String(token))
            rest = rest[token.endIndex...]
        }
        return tokens
    }

    private mutating func mutate(_ tokens: inout [String]) {
        guard let start = tokens.indices.filter({ Self.opens(tokens[$0]) }).randomElement(using: &random) else {
            return
        }
        let element = Self.element(at: start, in: tokens)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: tokens.removeSubrange(element)
        case 1: tokens.insert(contentsOf: tokens[element], at: element.upperBound)
        case 2: tokens.insert(contentsOf: tokens[element], at: Int.random(in: 0...tokens.count, using: &random))
        case 3: tokens.insert(spice(), at: start + 1)
        case 4: rename(element, in: &tokens)
        case 5: tokens.insert(contentsOf: foreignElement(), at: start + 1)
        default: tokens[start] = seasoned(tokens[start])
        }
    }

    private static func opens(_ token: String) -> Bool {
        token.hasPrefix("<") && !token.hasPrefix("</") && !token.hasPrefix("<?")
    }

    /// Finds the tokens of an element, its tags included.
    private static func element(at start: Int, in tokens: [String]) -> Range<Int> {
        var depth = 0
        for index in start..<tokens.count where tokens[index].hasPrefix("<") {
            if tokens[index].hasPrefix("</") { depth -= 1 } else if !tokens[index].hasSuffix("/>") { depth += 1 }
            if depth <= 0 { return start..<index + 1 }
        }
        return start..<tokens.count
    }

    private mutating func spice() -> String { Self.spices.randomElement(using: &random) ?? "" }

    private mutating func foreignElement() -> [String] {
        let other = corpus.randomElement(using: &random) ?? []
        guard let start = other.indices.filter({ Self.opens(other[$0]) }).randomElement(using: &random) else {
            return []
        }
        return Array(other[Self.element(at: start, in: other)])
    }

    /// Gives an element the name of another one, in both tags.
    private mutating func rename(_ element: Range<Int>, in tokens: inout [String]) {
        let name = Self.name(of: foreignElement().first ?? "<x>")
        let former = Self.name(of: tokens[element.lowerBound])
        for index in [element.lowerBound, element.upperBound - 1] {
            guard let range = tokens[index].firstRange(of: former) else { continue }
            tokens[index].replaceSubrange(range, with: name)
        }
    }

    private static func name(of tag: String) -> String {
        String(tag.dropFirst().prefix { !" />\n\t".contains($0) })
    }

    /// Gives one attribute of a tag another value, or the tag one attribute more.
    private mutating func seasoned(_ tag: String) -> String {
        var parts = tag.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        // Namespaces stay: without them all that is left is an element that nobody knows.
        let values = parts.indices.filter { $0 % 2 == 1 && !parts[$0 - 1].contains("xmlns") }
        guard let index = values.randomElement(using: &random) else {
            let name = Self.name(of: tag)
            return "<\(name) name=\"\(spice())\"" + tag.dropFirst(name.count + 1)
        }
        parts[index] = spice()
        return parts.joined(separator: "\"")
    }
}
