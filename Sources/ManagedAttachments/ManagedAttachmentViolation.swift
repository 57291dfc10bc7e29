/// A precondition of managed attachments that a request violates (RFC 8607 §3.11).
package enum ManagedAttachmentViolation: Error, Hashable, Sendable {
    /// `CALDAV:valid-action`: the action is absent, repeated, or none of the three; the operand is what was found.
    case validAction(found: [String])
    /// `CALDAV:valid-managed-id`: the query parameter managed-id is wrong.
    case validManagedID(ManagedIDFault)
    /// `CALDAV:valid-rid`: the query parameter rid is wrong.
    case validRID(InstanceFault)
    /// `CALDAV:max-attachments-per-resource`: there would be too many managed attachments.
    case maxAttachmentsPerResource(limit: Int)
    /// `CALDAV:max-attachment-size`: the attachment is too large, in octets.
    case maxAttachmentSize(limit: UInt64)
    /// `CALDAV:max-resource-size`: the components that rid asks for would make the resource too large, in octets.
    case maxResourceSize(limit: Int)
    /// `CALDAV:valid-managed-id-parameter`: the data of a PUT names an attachment that does not exist.
    case validManagedIDParameter(ManagedID)
    /// `CALDAV:allowed-attendee-scheduling-object-change`: an attendee tried to change managed attachments.
    case attendeeChange
    /// `CALDAV:supported-calendar-component`: the component, named by the operand, can have no ATTACH.
    case attachmentsNotAllowed(component: String)

    /// What is wrong with managed-id.
    package enum ManagedIDFault: Hashable, Sendable {
        /// It is missing from an update or a removal.
        case absent
        /// It is present on an addition.
        case forbidden
        /// It is present more than once.
        case repeated
        /// No component, or not each one that rid names, has an ATTACH with it.
        case unknown(ManagedID)
    }

    /// What is wrong with rid.
    package enum InstanceFault: Hashable, Sendable {
        /// It is present though attachments are not kept for single instances.
        case unsupported
        /// It is present on an update.
        case forbidden
        /// The parameter, or one of its items, is present more than once.
        case repeated
        /// An item is neither "M" nor a RECURRENCE-ID value.
        case malformed
        /// There are more items than the bound.
        case tooMany(limit: Int)
        /// The operand names no instance of the resource.
        case unknown(String)
        /// To find an instance needs more work than a request may cost.
        case tooCostly
    }
}

extension ManagedAttachmentViolation: CustomStringConvertible {
    /// A sentence for the person who reads the error.
    package var description: String {
        switch self {
        case .validAction:
            "The query needs exactly one action: attachment-add, attachment-update or attachment-remove."
        case .validManagedID(let fault): fault.description
        case .validRID(let fault): fault.description
        case .maxAttachmentsPerResource(let limit): "An event or task can have at most \(limit) managed attachments."
        case .maxAttachmentSize(let limit): "An attachment can have at most \(limit) octets."
        case .maxResourceSize(let limit): "A calendar object has at most \(limit) octets."
        case .validManagedIDParameter: "A MANAGED-ID parameter names no managed attachment."
        case .attendeeChange: "Only the organizer can change the managed attachments of a scheduled event or task."
        case .attachmentsNotAllowed(let component): "A \(component.prefix(40)) component can have no attachments."
        }
    }
}

extension ManagedAttachmentViolation.ManagedIDFault: CustomStringConvertible {
    /// A sentence for the person who reads the error.
    package var description: String {
        switch self {
        case .absent: "The query parameter managed-id is missing."
        case .forbidden: "The query parameter managed-id is not allowed when an attachment is added."
        case .repeated: "The query parameter managed-id must occur once."
        case .unknown: "The calendar object, or an instance that rid names, has no attachment with this managed-id."
        }
    }
}

extension ManagedAttachmentViolation.InstanceFault: CustomStringConvertible {
    /// A sentence for the person who reads the error.
    package var description: String {
        switch self {
        case .unsupported: "Attachments belong to all instances here; the query parameter rid is not supported."
        case .forbidden: "The query parameter rid is not allowed when an attachment is updated."
        case .repeated: "The query parameter rid, and each of its items, must occur once."
        case .malformed: "An item of the query parameter rid is neither M nor a RECURRENCE-ID value."
        case .tooMany(let limit): "The query parameter rid can name at most \(limit) instances."
        case .unknown(let item): "The calendar object has no instance \(item) by its RECURRENCE-ID as stored."
        case .tooCostly: "The recurrence rules need too much work to find an instance that rid names."
        }
    }
}
