package import WebDAV

// The preconditions of managed attachments (RFC 8607 §3.11).

extension Precondition {
    /// `CALDAV:max-attachment-size`: the attachment has more octets than the property of that name (RFC 8607 §3.11).
    package static let maxAttachmentSize = Precondition(XMLName(caldav: "max-attachment-size"))

    /// `CALDAV:max-attachments-per-resource`: the object would have more managed attachments than the property of that name (RFC 8607 §3.11).
    package static let maxAttachmentsPerResource = Precondition(XMLName(caldav: "max-attachments-per-resource"))

    /// `CALDAV:valid-action`: the `action` parameter is absent, repeated or unknown (RFC 8607 §3.11).
    package static let validAction = Precondition(XMLName(caldav: "valid-action"))

    /// `CALDAV:valid-managed-id`: the `managed-id` parameter is absent, present on add, or names no attachment of this object (RFC 8607 §3.11).
    package static let validManagedID = Precondition(XMLName(caldav: "valid-managed-id"))

    /// `CALDAV:valid-managed-id-parameter`: a MANAGED-ID in the data of a PUT matches no existing attachment (RFC 8607 §3.11).
    package static let validManagedIDParameter = Precondition(XMLName(caldav: "valid-managed-id-parameter"))

    /// `CALDAV:valid-rid`: the `rid` parameter is not allowed, malformed, or names no instance (RFC 8607 §3.11).
    package static let validRID = Precondition(XMLName(caldav: "valid-rid"))
}
