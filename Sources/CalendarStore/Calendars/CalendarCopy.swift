import FoundationEssentials

/// A copy of a calendar.
package struct CopiedCalendar: Hashable, Sendable {
    /// The copy.
    package let calendar: CalendarCollection

    /// The copies of the objects by the identifiers of their originals, so that the caller links their attachments.
    package let objects: [ObjectID: ObjectID]
}

/// One copy of all members of a calendar to a new and empty one, with the statements that make it.
struct CalendarCopy {
    /// The calendar whose members are copied.
    let source: CalendarID

    /// The new calendar.
    let target: CalendarID

    /// The home of the new calendar.
    let home: LockedHome

    /// The instant of the copy.
    let now: Date

    /// Describes a copy.
    init(from source: CalendarID, to target: CalendarID, in home: LockedHome, now: Date) {
        self.source = source
        self.target = target
        self.home = home
        self.now = now
    }
}

extension CalendarCopy {
    /// The greatest number of objects that one statement inserts.
    static let batch = 100

    /// The octets of an entity tag before the hyphen and the revision (``EntityTagText``).
    private static let digestLength = 24

    /// Returns the statement that inserts objects.
    ///
    /// Its arguments are the new calendar and twice the instant, then for each object the identifiers of the original and
    /// of the copy, and the revision of the copy.
    static func objects(count: Int) -> String {
        let values = Array(repeating: "(?, ?, ?)", count: count).joined(separator: ", ")
        return """
            INSERT INTO calendar_object (id, calendar, name, uid, etag, component_type, size, created, modified,
                indexed_until, property_bytes, revision)
            SELECT v.column2, ?, o.name, o.uid, SUBSTR(o.etag, 1, \(digestLength)) || '-' || CAST(v.column3 AS TEXT),
                o.component_type, o.size, ?, ?, o.indexed_until, o.property_bytes, v.column3
            FROM (VALUES \(values)) v JOIN calendar_object o ON o.id = v.column1
            """
    }

    /// The statements that copy what belongs to each object; their arguments are the new calendar and the old one.
    static let contents = [
        """
        INSERT INTO calendar_object_data (number, data)
        SELECT c.number, x.data FROM \(copies(joining: "calendar_object_data", by: "number = o.number"))
        """,
        """
        INSERT INTO calendar_occurrence (number, starts, ends, previous, class, calendar, component_type)
        SELECT c.number, x.starts, x.ends, x.previous, x.class, c.calendar, x.component_type
        FROM \(copies(joining: "calendar_occurrence", by: "number = o.number"))
        """,
        """
        INSERT INTO object_property (object, namespace, name, xml)
        SELECT c.id, x.namespace, x.name, x.xml FROM \(copies(joining: "object_property", by: "object = o.id"))
        """,
    ]

    /// Returns the copies as `c`, and what a table has of their originals, which it knows by a column of its own, as `x`.
    private static func copies(joining table: String, by reference: String) -> String {
        """
        calendar_object o
        JOIN calendar_object c ON c.calendar = ? AND c.name = o.name
        JOIN \(table) x ON x.\(reference)
        WHERE o.calendar = ?
        """
    }

    /// The statement that adds up what the copy has; its arguments are the revision of the last copy, the number of
    /// objects, and the calendar three times.
    static let totals = """
        UPDATE calendar SET revision = ?, object_count = ?,
            data_bytes = (SELECT COALESCE(SUM(o.size), 0) FROM calendar_object o WHERE o.calendar = ?),
            property_bytes = property_bytes
                + (SELECT COALESCE(SUM(o.property_bytes), 0) FROM calendar_object o WHERE o.calendar = ?)
        WHERE id = ?
        """
}
