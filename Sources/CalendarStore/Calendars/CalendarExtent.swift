package import SQLDatabase

/// How much there is of a calendar, as far as it was counted: what a copy of it takes.
package struct CalendarExtent: Hashable, Sendable {
    /// The number of objects.
    package let objects: UInt64

    /// The octets of calendar data, of texts, and of dead properties.
    package let bytes: UInt64

    /// The number of spans in the index of occurrences and of dead properties, of all objects together.
    package let details: Int
}

extension CalendarStore {
    /// Returns how much there is of a calendar.
    ///
    /// - Parameters:
    ///   - calendar: The calendar as this transaction sees it.
    ///   - limit: Where counting of the details ends, so that it costs no more for a greater calendar.
    ///   - txn: The transaction.
    /// - Returns: The extent; of its details each sort is at most `limit`.
    /// - Throws: `SQLError`.
    package func extent(
        of calendar: CalendarCollection,
        countingTo limit: Int,
        in txn: any SQLTransaction
    ) throws -> CalendarExtent {
        let key = SQLValue.text(calendar.id.text)
        let spans = "SELECT number FROM calendar_occurrence WHERE calendar = ?"
        let properties = """
            SELECT p.object FROM calendar_object o JOIN object_property p ON p.object = o.id WHERE o.calendar = ?
            """
        let hasProperties = calendar.deadPropertyBytes > 0
        return CalendarExtent(
            objects: calendar.objectCount,
            bytes: calendar.dataBytes + calendar.propertyBytes,
            details: try count(spans, [key], upTo: limit, in: txn)
                + (hasProperties ? try count(properties, [key], upTo: limit, in: txn) : 0)
        )
    }

    private func count(
        _ rows: String,
        _ keys: [SQLValue],
        upTo limit: Int,
        in txn: any SQLTransaction
    ) throws -> Int {
        let row = try txn.first("SELECT COUNT(*) AS counted FROM (\(rows) LIMIT ?) r", keys + [SQLValue(limit)])
        return Int(try row?.integer("counted") ?? 0)
    }
}
