import ICalendar

/// ATTACH properties of managed attachments (RFC 8607 §4).
extension Property {
    /// The managed ID that the property names by its parameter.
    var managedID: ManagedID? {
        parameter(Name.managedID).map(ManagedID.init)
    }

    /// Makes the ATTACH property of an attachment.
    init(attaching attachment: ManagedAttachment) {
        self.init(name: Name.attach, value: attachment.uri)
        describe(attachment)
    }

    /// Gives the property the value and parameters of an attachment; other parameters stay.
    ///
    /// The property keeps its source octets if it says all that already.
    mutating func describe(_ attachment: ManagedAttachment) {
        value = attachment.uri
        setParameter(Name.managedID, attachment.id.text)
        setParameter("FMTTYPE", attachment.mediaType)
        setParameter(Name.size, String(attachment.size))
        setParameter(Name.filename, attachment.filename)
        // The value is a URI now, whatever it was: RFC 5545 §3.8.1.1 has ENCODING with VALUE=BINARY only.
        setParameter("ENCODING", nil)
        if parameter("VALUE")?.equalsIgnoringCase("URI") == false { setParameter("VALUE", nil) }
    }

    /// Makes the property that of an attachment that is not managed; value and FMTTYPE stay.
    ///
    /// RFC 8607 §4.3: MANAGED-ID "MUST NOT be present in the case of non managed attachments".
    mutating func stripManagement() {
        for name in [Name.managedID, Name.size, Name.filename] { setParameter(name, nil) }
    }

    /// The names that the planner looks for.
    enum Name {
        /// ATTACH (RFC 5545 §3.8.1.1).
        static let attach = "ATTACH"
        /// MANAGED-ID (RFC 8607 §4.3).
        static let managedID = "MANAGED-ID"
        /// FILENAME (RFC 8607 §4.2).
        static let filename = "FILENAME"
        /// SIZE (RFC 8607 §4.1).
        static let size = "SIZE"
    }
}
