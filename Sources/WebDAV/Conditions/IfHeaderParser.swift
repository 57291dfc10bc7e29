import HTTPSemantics

/// The grammar of the If field (RFC 4918 §10.4.2).
enum IfHeaderParser {
    /// Reads a whole field value; nil where it is malformed or mixes tagged and untagged lists.
    static func lists(_ scanner: inout FieldScanner) -> [IfHeader.List]? {
        var lists: [IfHeader.List] = []
        scanner.skipWhitespace()
        // If = "If" ":" ( 1*No-tag-list | 1*Tagged-list )
        let isTagged = scanner.next == UInt8(ascii: "<")
        repeat {
            var resource: Href?
            if isTagged {
                guard let tag = codedURL(&scanner) else { return nil }
                resource = Href(written: tag)
            }
            guard let group = untaggedLists(&scanner, resource: resource) else { return nil }
            lists += group
        } while isTagged && !scanner.isAtEnd
        return scanner.isAtEnd ? lists : nil
    }

    private static func untaggedLists(_ scanner: inout FieldScanner, resource: Href?) -> [IfHeader.List]? {
        var lists: [IfHeader.List] = []
        scanner.skipWhitespace()
        while scanner.consume("(") {
            var conditions: [IfHeader.Condition] = []
            scanner.skipWhitespace()
            while !scanner.consume(")") {
                guard let condition = condition(&scanner) else { return nil }
                conditions.append(condition)
                scanner.skipWhitespace()
            }
            guard !conditions.isEmpty else { return nil }
            lists.append(IfHeader.List(resource: resource, conditions: conditions))
            scanner.skipWhitespace()
        }
        return lists.isEmpty ? nil : lists
    }

    private static func condition(_ scanner: inout FieldScanner) -> IfHeader.Condition? {
        var isNegated = false
        if let word = scanner.token() {
            guard word.lowercased() == "not" else { return nil }
            isNegated = true
            scanner.skipWhitespace()
        }
        guard let subject = subject(&scanner) else { return nil }
        return IfHeader.Condition(isNegated: isNegated, subject: subject)
    }

    private static func subject(_ scanner: inout FieldScanner) -> IfHeader.Condition.Subject? {
        guard scanner.consume("[") else { return codedURL(&scanner).map { .stateToken($0) } }
        scanner.skipWhitespace()
        guard let tag = EntityTag(&scanner) else { return nil }
        scanner.skipWhitespace()
        return scanner.consume("]") ? .entityTag(tag) : nil
    }

    /// Reads `"<" URI ">"`; what is between is not checked but for white space.
    private static func codedURL(_ scanner: inout FieldScanner) -> String? {
        guard scanner.consume("<") else { return nil }
        let text = scanner.run { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        return scanner.consume(">") && !text.isEmpty ? text : nil
    }
}
