import ICalendar

extension AttachmentPlanner {
    /// Gives an attendee's data the managed attachments of the stored data.
    ///
    /// attachments draft-01 §3.11.3: "Servers MUST prevent attendees of scheduled events from adding, updating or
    /// removing managed attachments." An attendee's data holds no links, so there are no effects. Without stored data nothing tells what
    /// the organizer attached: then what the client wrote stays, as attachments that are not managed.
    func restoreAttachments(of old: CalendarObjectResource?, in new: CalendarObjectResource) -> AttachmentPlan {
        var calendar = new
        calendar.updateInstances { instance in
            if let old {
                restore(managedProperties(of: old, for: instance), in: &instance)
            } else {
                stripManagement(of: &instance)
            }
        }
        return AttachmentPlan(
            calendar: calendar,
            effects: [],
            isDataChanged: calendar.serialised() != new.serialised()
        )
    }

    /// Returns what the same instance had, or else what the master had, of which the instance is one.
    private func managedProperties(of old: CalendarObjectResource, for instance: Component) -> [Property] {
        let recurrenceID = instance.first("RECURRENCE-ID")?.value
        let same = old.instances.first { $0.first("RECURRENCE-ID")?.value == recurrenceID }
        let properties = (same ?? old.master)?.properties(named: Property.Name.attach) ?? []
        return properties.filter { $0.managedID != nil }
    }

    private func restore(_ stored: [Property], in instance: inout Component) {
        var missing = stored
        instance.updateProperties(named: Property.Name.attach) { property in
            let id = property.managedID ?? uris.managedID(in: property.value)
            guard let id, let index = missing.firstIndex(where: { $0.managedID == id }) else {
                return property.managedID == nil ? .keep : .remove
            }
            let original = missing.remove(at: index)
            if !property.saysTheSame(as: original) { property = original }
            return .keep
        }
        for property in missing { instance.append(property) }
    }

    private func stripManagement(of instance: inout Component) {
        instance.updateProperties(named: Property.Name.attach) { property in
            if property.managedID != nil { property.stripManagement() }
            return .keep
        }
    }
}

extension Property {
    fileprivate func saysTheSame(as other: Property) -> Bool {
        parameters == other.parameters && value.hasSameOctets(as: other.value)
    }
}
