/// An entity tag (RFC 9110 §8.8.3).
package struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// The opaque text between the quotes.
    package let opaque: String

    /// Whether the tag is weak, that is good only for weak comparison.
    package let isWeak: Bool

    /// Makes a strong tag.
    ///
    /// The text must hold only the octets that RFC 9110 §8.8.3 allows between the quotes: no quote, no space, no control.
    package init(strong opaque: String) {
        let isValid = opaque.utf8.span.allSatisfy(\.isEntityTagOctet)
        precondition(isValid, "An entity tag holds an octet that RFC 9110 forbids.")
        self.opaque = opaque
        isWeak = false
    }

    /// Parses one entity tag as in an ETag field; nil where it is malformed.
    package init?(parsing text: String) {
        var scanner = FieldScanner(text)
        scanner.skipWhitespace()
        guard let tag = EntityTag(&scanner) else { return nil }
        scanner.skipWhitespace()
        guard scanner.isAtEnd else { return nil }
        self = tag
    }

    /// Reads one entity tag where the scanner stands.
    package init?(_ scanner: inout FieldScanner) {
        // RFC 9110 §8.8.3: weak = %s"W/", case-sensitive.
        if scanner.consume("W") {
            guard scanner.consume("/") else { return nil }
            isWeak = true
        } else {
            isWeak = false
        }
        guard scanner.consume("\"") else { return nil }
        opaque = scanner.run { $0.isEntityTagOctet }
        guard scanner.consume("\"") else { return nil }
    }

    /// The tag as a field value, quotes included.
    package var description: String { isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\"" }

    /// Returns whether two tags are equal by strong comparison (RFC 9110 §8.8.3.2): neither is weak.
    package func strongMatches(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && opaque == other.opaque
    }

    /// Returns whether two tags are equal by weak comparison (RFC 9110 §8.8.3.2).
    package func weakMatches(_ other: EntityTag) -> Bool {
        opaque == other.opaque
    }
}

extension UInt8 {
    /// Whether the octet may stand in an entity tag (etagc, RFC 9110 §8.8.3).
    fileprivate var isEntityTagOctet: Bool { self == 0x21 || (self >= 0x23 && self != 0x7F) }
}
