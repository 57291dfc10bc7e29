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
    /// The property keeps its source octets if it says all that already. Its parameters are read once.
    ///
    /// - Returns: Whether it said something else before.
    @discardableResult
    mutating func describe(_ attachment: ManagedAttachment) -> Bool {
        let old = parameters
        let new = old.describing(attachment)
        guard new != old || !valueOctets.elementsEqual(attachment.uri.utf8) else { return false }
        value = attachment.uri
        parameters = new
        return true
    }

    /// Makes the property that of an attachment that is not managed; value and FMTTYPE stay.
    ///
    /// RFC 8607 §4.3: MANAGED-ID "MUST NOT be present in the case of non managed attachments".
    mutating func stripManagement() {
        for name in [Name.managedID, Name.size, Name.filename] { setParameter(name, nil) }
    }

    /// Tells whether another property has the same value and parameters.
    func saysTheSame(as other: Property) -> Bool {
        parameters == other.parameters && value.hasSameOctets(as: other.value)
    }

    /// Changes the property, and returns whether it says something else then.
    mutating func isChanged(by change: (inout Property) -> Void) -> Bool {
        let before = self
        change(&self)
        return !saysTheSame(as: before)
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

extension [Parameter] {
    /// Returns the parameters with those of an attachment; others stay.
    fileprivate func describing(_ attachment: ManagedAttachment) -> [Parameter] {
        var parameters = self
        parameters.set(Property.Name.managedID, attachment.id.text)
        parameters.set("FMTTYPE", attachment.mediaType)
        parameters.set(Property.Name.size, String(attachment.size))
        parameters.set(Property.Name.filename, attachment.filename)
        // The value is a URI now, whatever it was: RFC 5545 §3.8.1.1 has ENCODING with VALUE=BINARY only.
        parameters.set("ENCODING", nil)
        let type = parameters.first { $0.name.equalsIgnoringCase("VALUE") }?.values.first
        if type?.equalsIgnoringCase("URI") == false { parameters.set("VALUE", nil) }
        return parameters
    }
}
