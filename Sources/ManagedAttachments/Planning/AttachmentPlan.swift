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
    /// The components of the stored data that had the attachments whose links are dropped.
    package let formerInstances: [ManagedID: InstanceSelection]

    /// Makes a plan.
    ///
    /// - Parameters:
    ///   - calendar: The calendar object resource to store.
    ///   - old: The stored data, if there is any.
    ///   - effects: The effects in their order, each once.
    ///   - isDataChanged: Whether the data to store is other octets than the client sent.
    init(
        _ calendar: CalendarObjectResource,
        replacing old: CalendarObjectResource?,
        effects: [AttachmentEffect],
        isDataChanged: Bool = true
    ) {
        self.calendar = calendar
        self.effects = effects
        self.isDataChanged = isDataChanged
        var former: [ManagedID: InstanceSelection] = [:]
        for case .unlink(let id) in effects { former[id] = old?.instances(carrying: id) }
        formerInstances = former
    }
}
