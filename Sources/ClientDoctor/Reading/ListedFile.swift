import ICalendar

/// A managed attachment as an event lists it: what its ATTACH property says (RFC 8607 §4).
struct ListedFile: Hashable, Sendable {
    /// The value of ATTACH.
    let uri: String

    /// The managed ID.
    let managedID: String

    /// The value of FILENAME.
    let filename: String?

    /// The value of SIZE, in octets.
    let size: Int?

    /// The value of FMTTYPE.
    let mediaType: String?

    /// Reads a property; nil for one without MANAGED-ID.
    init?(_ property: Property) {
        guard let managedID = property.parameter("MANAGED-ID") else { return nil }
        uri = property.value
        self.managedID = managedID
        filename = property.parameter("FILENAME")
        size = property.parameter("SIZE").flatMap { Int($0) }
        mediaType = property.parameter("FMTTYPE")
    }

    /// Returns the managed attachments of an event with all its instances; nil for what is no iCalendar.
    static func list(_ octets: [UInt8]) -> [ListedFile]? {
        guard let object = try? ICalendarObject(parsing: octets) else { return nil }
        return object.calendar.components.flatMap { $0.properties(named: "ATTACH") }.compactMap(ListedFile.init)
    }
}
