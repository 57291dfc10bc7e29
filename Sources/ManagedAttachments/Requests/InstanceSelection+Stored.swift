package import ICalendar

/// The instances that had an attachment, as they are kept for those who want it back.
extension InstanceSelection {
    /// The selection as text: empty for every component, otherwise the items of rid with commas between them.
    package var storedText: String {
        switch self {
        case .all: ""
        case .only(let references): references.map(\.storedText).joined(separator: ",")
        }
    }

    /// Reads what ``storedText`` wrote; there may be more items than a rid can have.
    package init(storedText: String) {
        guard !storedText.isEmpty else {
            self = .all
            return
        }
        self = .only(storedText.split(separator: ",").map { InstanceReference(storedText: String($0)) })
    }
}

extension InstanceSelection.InstanceReference {
    fileprivate var storedText: String {
        switch self {
        case .master: "M"
        case .recurrenceID(let item): item
        }
    }

    fileprivate init(storedText: String) {
        self = storedText == "M" ? .master : .recurrenceID(storedText)
    }
}

extension CalendarObjectResource {
    /// Returns the components that have an attachment; all of them where each one has it, or none.
    package func instances(carrying id: ManagedID) -> InstanceSelection {
        let carriers = instances.filter { $0.managedIDs.contains(id) }
        guard !carriers.isEmpty, carriers.count < instances.count else { return .all }
        return .only(carriers.map(InstanceSelection.InstanceReference.init(of:)))
    }
}
