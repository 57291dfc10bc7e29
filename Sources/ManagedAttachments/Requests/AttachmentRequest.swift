package import HTTPSemantics

/// What a POST on a calendar object resource asks for (RFC 8607 §3.3).
package enum AttachmentRequest: Hashable, Sendable {
    /// The body becomes a new attachment.
    case add(InstanceSelection)
    /// The body replaces an attachment.
    case update(ManagedID)
    /// An attachment goes.
    case remove(ManagedID, InstanceSelection)

    /// Whether an attachment may lose its last link by it.
    package var takesAway: Bool {
        switch self {
        case .add: false
        case .update, .remove: true
        }
    }

    /// Reads the query of a POST; query parameters of other names are ignored.
    ///
    /// - Parameters:
    ///   - query: The decoded items of the query, duplicates included.
    ///   - allowsInstances: Whether attachments are kept for single instances here.
    /// - Throws: `validAction`, `validManagedID` or `validRID`.
    package init(query: [QueryItem], allowsInstances: Bool) throws(ManagedAttachmentViolation) {
        let actions = query.values(of: "action")
        let managedIDs = query.values(of: "managed-id")
        // RFC 8607 §3.3.1: "This parameter MUST be present once on each POST request used to manage attachments."
        switch actions {
        case ["attachment-add"]:
            // RFC 8607 §3.3.3: "The "managed-id" query parameter MUST NOT be present in the case of an add operation."
            guard managedIDs.isEmpty else { throw .validManagedID(.forbidden) }
            self = .add(try Self.instances(in: query, allowed: allowsInstances))
        case ["attachment-update"]:
            let id = try Self.managedID(managedIDs)
            // RFC 8607 §3.3.2: "The "rid" query parameter MUST NOT be present in the case of an update operation".
            guard query.values(of: "rid").isEmpty else { throw .validRID(.forbidden) }
            self = .update(id)
        case ["attachment-remove"]:
            self = .remove(try Self.managedID(managedIDs), try Self.instances(in: query, allowed: allowsInstances))
        default:
            throw .validAction(found: actions)
        }
    }

    private static func managedID(_ values: [String]) throws(ManagedAttachmentViolation) -> ManagedID {
        guard let value = values.first, !value.isEmpty else { throw .validManagedID(.absent) }
        guard values.count == 1 else { throw .validManagedID(.repeated) }
        return ManagedID(value)
    }

    private static func instances(
        in query: [QueryItem],
        allowed: Bool
    ) throws(ManagedAttachmentViolation) -> InstanceSelection {
        let values = query.values(of: "rid")
        guard let value = values.first else { return .all }
        // RFC 8607 §3.3.2: MUST NOT be present "if the server chooses not to support per-recurrence instance managed
        // attachments".
        guard allowed else { throw .validRID(.unsupported) }
        guard values.count == 1 else { throw .validRID(.repeated) }
        return try InstanceSelection(parsing: value)
    }
}

extension [QueryItem] {
    fileprivate func values(of name: String) -> [String] {
        filter { $0.name == name }.map(\.value)
    }
}
