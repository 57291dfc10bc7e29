import ICalendar

extension AttachmentPlanner {
    /// Gives an attendee's data the managed attachments of the stored data.
    ///
    /// attachments draft-01 §3.11.3: "Servers MUST prevent attendees of scheduled events from adding, updating or
    /// removing managed attachments." Without stored data nothing tells what the organizer attached: then what the client
    /// wrote stays, as attachments that are not managed.
    ///
    /// An attendee's data holds no links. Only a resource that was not an attendee's before has some: one whose ATTACH
    /// goes, with the instance that had it, is dropped.
    func restoreAttachments(
        of old: CalendarObjectResource?,
        in new: CalendarObjectResource,
        linked: [ManagedAttachment]
    ) -> AttachmentPlan {
        let stored = old.map(StoredAttachments.init)
        var calendar = new
        calendar.updateInstances { instance in
            if let stored {
                restore(stored.properties(for: instance), in: &instance)
            } else {
                stripManagement(of: &instance)
            }
        }
        let mentioned = Set(calendar.managedIDs)
        return AttachmentPlan(
            calendar,
            replacing: old,
            effects: linked.map(\.id).unique.filter { !mentioned.contains($0) }.map(AttachmentEffect.unlink),
            isDataChanged: calendar.serialised() != new.serialised()
        )
    }

    private func restore(_ stored: [Property], in instance: inout Component) {
        var missing = stored.map(Optional.some)
        var positions = Dictionary(grouping: stored.indices.reversed()) { stored[$0].managedID }
        instance.updateProperties(named: Property.Name.attach) { property in
            let id = property.managedID ?? uris.managedID(in: property.value)
            guard let id, let position = positions[id]?.popLast() else {
                return property.managedID == nil ? .keep : .remove
            }
            missing[position] = nil
            if !property.saysTheSame(as: stored[position]) { property = stored[position] }
            return .keep
        }
        instance.append(missing.compactMap(\.self))
    }

    private func stripManagement(of instance: inout Component) {
        instance.updateProperties(named: Property.Name.attach) { property in
            if property.managedID != nil { property.stripManagement() }
            return .keep
        }
    }
}

/// The managed ATTACH properties of stored data by instance, so that looking them up costs the same for any number.
private struct StoredAttachments {
    private let byRecurrenceID: [String?: [Property]]

    init(of old: CalendarObjectResource) {
        byRecurrenceID = Dictionary(
            old.instances.map { instance in
                let properties = instance.properties(named: Property.Name.attach).filter { $0.managedID != nil }
                return (instance.first("RECURRENCE-ID")?.value, properties)
            }
        ) { first, _ in first }
    }

    /// Returns what the same instance had, or else what the master had, of which the instance is one.
    func properties(for instance: Component) -> [Property] {
        let recurrenceID = instance.first("RECURRENCE-ID")?.value
        return byRecurrenceID[recurrenceID] ?? byRecurrenceID[nil] ?? []
    }
}
