/// The body of a PROPPATCH, or of an extended MKCOL or MKCALENDAR (RFC 4918 §14.19, RFC 5689 §5.1, RFC 4791 §9.2).
package struct PropertyUpdate: Hashable, Sendable {
    /// One change of one property.
    package enum Instruction: Hashable, Sendable {
        /// Sets a property to the element's content.
        case set(XMLElement)

        /// Removes a property; removing one that does not exist succeeds.
        case remove(XMLName)

        /// The name of the property.
        package var name: XMLName {
            switch self {
            case .set(let element): element.name
            case .remove(let name): name
            }
        }
    }

    /// The changes in the order of the document.
    ///
    /// RFC 4918 §9.2: "Servers MUST process PROPPATCH instructions in document order", and all or none take effect.
    package let instructions: [Instruction]

    /// Parses a body whose root is one of the names that the method takes.
    ///
    /// - Throws: `XMLError` for another root, and for a body without any instruction.
    package init(
        parsing body: [UInt8],
        root expected: XMLName = DAVElement.propertyupdate,
        limits: XMLLimits = .standard
    ) throws(XMLError) {
        let root = try XMLDocument.parse(body, limits: limits)
        guard root.name == expected else { throw .unexpectedRoot(root.name, expected: [expected]) }
        instructions = root.children.flatMap { Self.instructions(of: $0, in: root.language) }
        guard !instructions.isEmpty else { throw .missingElement(DAVElement.prop, in: root.name) }
    }

    private static func instructions(of element: XMLElement, in language: String?) -> [Instruction] {
        let properties = element.settings(in: language)
        return switch element.name {
        case DAVElement.set: properties.map(Instruction.set)
        case DAVElement.remove: properties.map { .remove($0.name) }
        // RFC 4918 §17: unknown elements are ignored.
        default: []
        }
    }
}
