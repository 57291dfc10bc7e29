package import ICalendar

/// The data to store, and what to do with it.
package struct AttachmentPlan: Sendable {
    /// The calendar object resource to store.
    package let calendar: CalendarObjectResource
    /// The effects in their order, each once.
    package let effects: [AttachmentEffect]
    /// Whether the data to store is other octets than the client sent.
    ///
    /// RFC 4791 §5.3.4: the answer to a PUT has then no ETag. The plan of a POST always changes data.
    package let isDataChanged: Bool
}
