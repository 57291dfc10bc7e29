package import FoundationEssentials
import SQLDatabase

/// A calendar object resource without its data: all that a listing needs.
package struct CalendarObjectSummary: Hashable, Sendable {
    /// The identifier, which stays the same through changes and moves.
    package let id: ObjectID

    /// The calendar that the object is in.
    package let calendar: CalendarID

    /// The segment of the object's path, decoded.
    package let name: String

    /// The UID that all components share.
    package let uid: String

    /// The opaque part of the strong entity tag; another one after every change.
    package let etag: String

    /// The type of the components, such as `VEVENT`, upper case.
    package let componentType: String

    /// The octets of the data.
    package let size: Int

    /// The instant at which the object was created.
    package let created: Date

    /// The instant of the last change.
    package let modified: Date

    /// The octets of the object's dead properties, names included.
    package let propertyBytes: Int

    /// The number of the object's row, which its data and its spans refer to; 0 before there is a row.
    ///
    /// It is good within the transaction that read it: the number is used again after the object is gone.
    var number: Int64
}

extension CalendarObjectSummary {
    private static let columnNames = [
        "id", "calendar", "name", "uid", "etag", "component_type", "size", "created", "modified",
        "property_bytes", "number",
    ]

    /// The columns of a summary, of the table `calendar_object` under the name `o`.
    static let columns = columnNames.map { "o.\($0)" }.joined(separator: ", ")

    /// The columns of a summary where `calendar_object` is the only table, as in `RETURNING`.
    static let storedColumns = columnNames.joined(separator: ", ")

    /// Creates a summary from a row with the columns of a summary.
    init(_ row: SQLRow) throws(SQLError) {
        id = try row.parsed("id", ObjectID.init(parsing:))
        calendar = try row.parsed("calendar", CalendarID.init(parsing:))
        name = try row.text("name")
        uid = try row.text("uid")
        etag = try row.text("etag")
        componentType = try row.text("component_type")
        size = Int(try row.count("size"))
        created = try row.instant("created")
        modified = try row.instant("modified")
        propertyBytes = Int(try row.count("property_bytes"))
        number = try row.integer("number")
    }
}
