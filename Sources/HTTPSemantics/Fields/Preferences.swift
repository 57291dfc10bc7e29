/// The preferences of a request (the Prefer field, RFC 7240, with the values of RFC 8144).
package struct Preferences: Hashable, Sendable {
    /// The Preference-Applied value of an honoured `return=representation`.
    package static let representationApplied = "return=representation"

    /// The Preference-Applied value of an honoured `return=minimal`.
    package static let minimalApplied = "return=minimal"

    /// The Preference-Applied value of an honoured `depth-noroot`.
    package static let depthNorootApplied = "depth-noroot"

    private var values: [String: String] = [:]

    /// Parses all Prefer field values of a request, in their order.
    ///
    /// A value that is malformed is skipped from where it stops being a list: RFC 7240 §2 lets a server ignore a
    /// preference that it does not understand.
    package init(parsing fieldValues: [String]) {
        for fieldValue in fieldValues { add(fieldValue) }
    }

    /// Whether the client prefers the current representation in the response (`return=representation`, §4.2).
    package var wantsRepresentation: Bool { values["return"] == "representation" }

    /// Whether the client prefers a minimal response (`return=minimal`, §4.2).
    package var wantsMinimal: Bool { values["return"] == "minimal" }

    /// Whether the client wants a listing without the resource itself (`depth-noroot`, RFC 8144 §4).
    package var depthNoroot: Bool { values["depth-noroot"] != nil }

    private mutating func add(_ fieldValue: String) {
        var scanner = FieldScanner(fieldValue)
        repeat {
            scanner.skipWhitespace()
            guard let name = scanner.token()?.lowercased() else { continue }
            scanner.skipWhitespace()
            var value = ""
            if scanner.consume("=") {
                scanner.skipWhitespace()
                guard let word = scanner.word() else { return }
                value = word
            }
            guard scanner.preferenceParameters() else { return }
            // RFC 7240 §2: "If any preference is specified more than once, only the first instance is to be considered."
            if values[name] == nil { values[name] = value }
        } while scanner.consume(",")
    }
}

extension FieldScanner {
    /// Consumes the parameters of one preference, whose values are optional, unlike those of RFC 9110 §5.6.6.
    ///
    /// - Returns: Whether they were well formed.
    fileprivate mutating func preferenceParameters() -> Bool {
        skipWhitespace()
        while consume(";") {
            skipWhitespace()
            guard token() != nil else { continue }
            skipWhitespace()
            if consume("=") {
                skipWhitespace()
                guard word() != nil else { return false }
            }
            skipWhitespace()
        }
        return true
    }
}
