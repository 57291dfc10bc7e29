import FoundationEssentials
import SQLDatabase

/// Some objects of a calendar that are copied to another one together, with the statements that do it.
struct CalendarCopy {
    /// The greatest number of objects that one statement inserts.
    static let batch = 100

    /// The identifiers of the originals and of their copies.
    let objects: ArraySlice<(original: ObjectID, copy: ObjectID)>

    /// Whether any of the originals has dead properties.
    let haveProperties: Bool

    /// Inserts the copies under names where nothing is, with the revisions and the entity tags of their originals.
    ///
    /// - Throws: `SQLError`.
    func insert(into calendar: CalendarID, now: Date, in txn: any SQLTransaction) throws {
        let leading = [.text(calendar.text), SQLValue(now), SQLValue(now)]
        try txn.execute(
            """
            INSERT INTO calendar_object (id, calendar, name, uid, etag, component_type, size, created, modified,
                indexed_until, property_bytes, revision)
            SELECT v.column2, ?, o.name, o.uid, o.etag, o.component_type, o.size, ?, ?, o.indexed_until,
                o.property_bytes, o.revision
            FROM (VALUES \(places)) v JOIN calendar_object o ON o.id = v.column1
            """,
            leading + identifiers
        )
        for statement in contents { try txn.execute(statement, identifiers) }
    }

    /// The statements that copy what belongs to each object.
    private var contents: [String] {
        let data = """
            INSERT INTO calendar_object_data (number, data)
            SELECT c.number, x.data FROM \(copies(joining: "calendar_object_data", by: "number = o.number"))
            """
        let spans = """
            INSERT INTO calendar_occurrence (number, starts, ends, previous, class, calendar, component_type)
            SELECT c.number, x.starts, x.ends, x.previous, x.class, c.calendar, x.component_type
            FROM \(copies(joining: "calendar_occurrence", by: "number = o.number"))
            """
        let properties = """
            INSERT INTO object_property (object, namespace, name, xml)
            SELECT c.id, x.namespace, x.name, x.xml FROM \(copies(joining: "object_property", by: "object = o.id"))
            """
        return haveProperties ? [data, spans, properties] : [data, spans]
    }

    /// Returns the copies as `c`, and what a table has of their originals, which it knows by a column of its own, as `x`.
    private func copies(joining table: String, by reference: String) -> String {
        """
        (VALUES \(places)) v
        JOIN calendar_object o ON o.id = v.column1
        JOIN calendar_object c ON c.id = v.column2
        JOIN \(table) x ON x.\(reference)
        """
    }

    private var places: String {
        Array(repeating: "(?, ?)", count: objects.count).joined(separator: ", ")
    }

    private var identifiers: [SQLValue] {
        objects.flatMap { [.text($0.original.text), .text($0.copy.text)] }
    }
}
