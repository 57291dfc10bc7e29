extension CalendarObjectResource {
    /// The calendar user address of the first ORGANIZER, as written.
    package var organizer: String? {
        for instance in instances {
            if let organizer = instance.first("ORGANIZER") { return organizer.value }
        }
        return nil
    }

    /// The calendar user addresses of all ATTENDEEs of all components, as written, each once, in their order.
    package var attendees: [String] {
        var seen: Set<String> = []
        return instances.flatMap { $0.properties(named: "ATTENDEE") }.map(\.value).filter { seen.insert($0).inserted }
    }

    /// Tells whether the resource has an ORGANIZER and an ATTENDEE, so that RFC 6638 §3.1 may apply to it.
    package var isSchedulingCandidate: Bool {
        organizer != nil && !attendees.isEmpty
    }
}
