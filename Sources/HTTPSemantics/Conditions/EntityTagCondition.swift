/// The value of If-Match or If-None-Match (RFC 9110 §13.1.1, §13.1.2).
package enum EntityTagCondition: Hashable, Sendable {
    /// `*`: any current representation.
    case any

    /// A list of entity tags, never empty when parsed.
    case tags([EntityTag])

    /// Parses a field value; nil where it is neither `*` nor a list of entity tags.
    package init?(parsing fieldValue: String) {
        var scanner = FieldScanner(fieldValue)
        scanner.skipWhitespace()
        if scanner.consume("*") {
            scanner.skipWhitespace()
            guard scanner.isAtEnd else { return nil }
            self = .any
        } else {
            guard let tags = Self.list(&scanner), !tags.isEmpty else { return nil }
            self = .tags(tags)
        }
    }

    private static func list(_ scanner: inout FieldScanner) -> [EntityTag]? {
        var tags: [EntityTag] = []
        repeat {
            scanner.skipWhitespace()
            // RFC 9110 §5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements".
            if scanner.next != UInt8(ascii: ","), !scanner.isAtEnd {
                guard let tag = EntityTag(&scanner) else { return nil }
                tags.append(tag)
            }
            scanner.skipWhitespace()
        } while scanner.consume(",")
        return scanner.isAtEnd ? tags : nil
    }

    /// Returns whether the condition lists the current tag by strong comparison, as If-Match compares.
    ///
    /// A resource without a current representation matches nothing, `*` included.
    package func strongMatches(_ current: EntityTag?) -> Bool {
        matches(current) { $0.strongMatches($1) }
    }

    /// Returns whether the condition lists the current tag by weak comparison, as If-None-Match compares.
    ///
    /// A resource without a current representation matches nothing, `*` included.
    package func weakMatches(_ current: EntityTag?) -> Bool {
        matches(current) { $0.weakMatches($1) }
    }

    private func matches(_ current: EntityTag?, by areEqual: (EntityTag, EntityTag) -> Bool) -> Bool {
        guard let current else { return false }
        switch self {
        case .any: return true
        case .tags(let tags): return tags.contains { areEqual($0, current) }
        }
    }
}
