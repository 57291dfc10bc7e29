import ICalendar

/// The instances that a request is for (RFC 8607 §3.3.2).
package enum InstanceSelection: Hashable, Sendable {
    /// Every component: the query has no rid.
    case all
    /// The named instances, at least one, each once.
    case only([InstanceReference])

    /// The most instances that one rid may name.
    ///
    /// RFC 8607 sets no bound; each may cost a search of the rules and a copy of the master.
    package static let maximumCount = 100

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
    /// - Throws: ``ManagedAttachmentViolation/validRID(_:)`` for malformed and repeated items, and for too many.
    package init(parsing rid: String) throws(ManagedAttachmentViolation) {
        let items = rid.split(separator: ",", maxSplits: Self.maximumCount, omittingEmptySubsequences: false)
        guard items.count <= Self.maximumCount else { throw .validRID(.tooMany(limit: Self.maximumCount)) }
        var references: [InstanceReference] = []
        for item in items {
            let reference = try Self.reference(String(item))
            // RFC 8607 §3.3.2: "This item MUST be present only once"; the others "MUST be unique values".
            guard !references.contains(reference) else { throw .validRID(.repeated) }
            references.append(reference)
        }
        self = .only(references)
    }

    private static func reference(_ item: String) throws(ManagedAttachmentViolation) -> InstanceReference {
        // RFC 8607 §3.3.2: "The value "M" (case-insensitive)".
        if item == "M" || item == "m" { return .master }
        guard DateTimeSyntax.isDateOrDateTime(item) else { throw .validRID(.malformed) }
        return .recurrenceID(item)
    }

    /// Tells whether a component of a resource is that of a selected instance.
    ///
    /// RFC 8607 §3.3.2: "That value MUST correspond to the RECURRENCE-ID value as stored in the calendar object resource
    /// (i.e., without any conversion to UTC)."
    func includes(_ component: Component) -> Bool {
        switch self {
        case .all: true
        case .only(let references): references.contains(InstanceReference(of: component))
        }
    }
}

extension InstanceSelection.InstanceReference {
    /// Makes the reference to the instance that a component stands for.
    init(of component: Component) {
        self = component.first("RECURRENCE-ID").map { .recurrenceID($0.value) } ?? .master
    }
}
