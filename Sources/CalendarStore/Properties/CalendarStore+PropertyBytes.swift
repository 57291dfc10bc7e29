import SQLDatabase

extension PropertyOwner {
    /// The greatest size of all dead properties of the resource, in octets of XML and of names.
    ///
    /// A calendar may have very many objects, and all of them are listed together.
    package var maximumBytes: Int {
        switch self {
        case .principal, .home, .calendar: 256 * 1024
        case .object: 16 * 1024
        }
    }
}

extension CalendarStore {
    /// Returns the octets that the dead properties of a resource take, names included.
    func propertyBytes(of owner: PropertyOwner, in txn: any SQLTransaction) throws -> Int {
        try deadProperties(of: owner, in: txn).reduce(0) { $0 + $1.size }
    }

    /// Counts a change of the octets of dead properties, beside those of a calendar's texts; those of principals and of homes count nowhere, since there are
    /// only two such resources for each user.
    ///
    /// A calendar is changed before its object, the order of every other write.
    func count(_ delta: Int, for owner: PropertyOwner, in txn: any SQLTransaction) throws {
        guard delta != 0 else { return }
        switch owner {
        case .principal, .home: break
        case .calendar(let calendar): try add(delta, to: "id = ?", calendar.text, in: txn)
        case .object(let object):
            try add(delta, to: "id = (SELECT calendar FROM calendar_object WHERE id = ?)", object.text, in: txn)
            try txn.execute(
                "UPDATE calendar_object SET property_bytes = property_bytes + ? WHERE id = ?",
                [SQLValue(delta), .text(object.text)]
            )
        }
    }

    private func add(_ delta: Int, to calendar: String, _ key: String, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE calendar SET property_bytes = property_bytes + ? WHERE \(calendar)",
            [SQLValue(delta), .text(key)]
        )
    }
}

extension DeadProperty {
    /// The octets that count towards the limit of a resource and towards the quota of its home.
    var size: Int { name.namespace.utf8.count + name.name.utf8.count + xml.utf8.count }
}
