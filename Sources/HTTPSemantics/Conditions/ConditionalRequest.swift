package import FoundationEssentials

/// The conditions of a request, evaluated in the order of RFC 9110 §13.2.2.
package struct ConditionalRequest: Hashable, Sendable {
    /// What the conditions say about performing the method.
    package enum Outcome: Hashable, Sendable {
        /// The method is performed.
        case proceed

        /// The client's copy is current: 304 (Not Modified).
        case notModified

        /// A condition is false: 412 (Precondition Failed).
        case preconditionFailed
    }

    /// The If-Match condition, if there is one.
    package let ifMatch: EntityTagCondition?

    /// The If-None-Match condition, if there is one.
    package let ifNoneMatch: EntityTagCondition?

    /// The If-Modified-Since instant, if there is a valid one.
    package let ifModifiedSince: Date?

    /// The If-Unmodified-Since instant, if there is a valid one.
    package let ifUnmodifiedSince: Date?

    /// Parses the four fields of a request, each combined into one value where the field was repeated.
    ///
    /// - Throws: `HTTPFieldError.malformed` for an If-Match or If-None-Match that is no condition; guessing would let a
    ///   client overwrite what it wanted to protect.
    package init(
        ifMatch: String?,
        ifNoneMatch: String?,
        ifModifiedSince: String? = nil,
        ifUnmodifiedSince: String? = nil
    ) throws(HTTPFieldError) {
        self.ifMatch = try Self.condition(ifMatch, field: "If-Match")
        self.ifNoneMatch = try Self.condition(ifNoneMatch, field: "If-None-Match")
        // RFC 9110 §13.1.3 and §13.1.4: "A recipient MUST ignore the … header field if the received field value is not
        // a valid HTTP-date".
        self.ifModifiedSince = ifModifiedSince.flatMap(HTTPDate.parse)
        self.ifUnmodifiedSince = ifUnmodifiedSince.flatMap(HTTPDate.parse)
    }

    /// Whether the request names no condition.
    package var isUnconditional: Bool {
        ifMatch == nil && ifNoneMatch == nil && ifModifiedSince == nil && ifUnmodifiedSince == nil
    }

    /// Returns what the conditions say about the current representation.
    ///
    /// - Parameters:
    ///   - current: The entity tag of the current representation; nil where the resource does not exist.
    ///   - modified: When the representation was last modified, if known; fractions of a second are ignored.
    ///   - isSafe: Whether the method is GET or HEAD.
    /// - Returns: Whether to perform the method, or which response to give instead.
    package func evaluate(current: EntityTag?, modified: Date?, isSafe: Bool) -> Outcome {
        guard satisfiesFirstStep(current: current, modified: modified) else { return .preconditionFailed }
        if let ifNoneMatch {
            guard ifNoneMatch.weakMatches(current) else { return .proceed }
            return isSafe ? .notModified : .preconditionFailed
        }
        // RFC 9110 §13.1.3: "A recipient MUST ignore the If-Modified-Since header field if … the request method is
        // neither GET nor HEAD."
        guard isSafe, let ifModifiedSince, let modified else { return .proceed }
        return wholeSeconds(modified) <= wholeSeconds(ifModifiedSince) ? .notModified : .proceed
    }

    /// Returns whether If-Match holds or, in its absence, If-Unmodified-Since (steps 1 and 2 of RFC 9110 §13.2.2).
    private func satisfiesFirstStep(current: EntityTag?, modified: Date?) -> Bool {
        if let ifMatch { return ifMatch.strongMatches(current) }
        guard let ifUnmodifiedSince, let modified else { return true }
        return wholeSeconds(modified) <= wholeSeconds(ifUnmodifiedSince)
    }

    private func wholeSeconds(_ date: Date) -> Double {
        date.timeIntervalSince1970.rounded(.down)
    }

    private static func condition(
        _ value: String?,
        field: String
    ) throws(HTTPFieldError) -> EntityTagCondition? {
        guard let value else { return nil }
        guard let condition = EntityTagCondition(parsing: value) else {
            throw .malformed(field: field, value: value)
        }
        return condition
    }
}
