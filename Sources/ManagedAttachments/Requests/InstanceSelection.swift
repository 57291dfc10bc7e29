import ICalendar

/// The instances that a request is for (RFC 8607 §3.3.2).
package enum InstanceSelection: Hashable, Sendable {
    /// Every component: the query has no rid.
    case all
    /// The named instances, at least one, each once.
    case only([InstanceReference])

    /// One item of rid.
    package enum InstanceReference: Hashable, Sendable {
        /// "M", the component without RECURRENCE-ID.
        case master
        /// The instance with a RECURRENCE-ID, in the form in which that is stored: local, UTC, or date only.
        case recurrenceID(String)
    }

    /// Parses the value of rid.
    ///
    /// - Parameter rid: The decoded value of the query parameter.
    /// - Throws: ``ManagedAttachmentViolation/validRID(_:)`` for malformed and repeated items.
    package init(parsing rid: String) throws(ManagedAttachmentViolation) {
        var references: [InstanceReference] = []
        for item in rid.split(separator: ",", omittingEmptySubsequences: false) {
            let reference = try Self.reference(String(item))
            // RFC 8607 §3.3.2: "This item MUST be present only once"; the others "MUST be unique values".
            guard !references.contains(reference) else { throw .validRID(.repeated) }
            references.append(reference)
        }
        self = .only(references)
    }

    private static func reference(_ item: String) throws(ManagedAttachmentViolation) -> InstanceReference {
        if item == "M" || item == "m" { return .master }
        guard DateTimeSyntax.isDateOrDateTime(item) else { throw .validRID(.malformed) }
        return .recurrenceID(item)
    }
}
