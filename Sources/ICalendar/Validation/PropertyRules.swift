/// What RFC 5545 §3.6 asks of the properties of one kind of component, where a peer depends on it.
///
/// Deliberately not enforced, because programs in use break it and the first value serves: PRODID and DTSTAMP being
/// present, and the number of descriptive properties such as SUMMARY (`Docs/standards/rfc5545.md`).
struct PropertyRules: Sendable {
    /// "The following are REQUIRED".
    let required: [String]

    /// Of these the section says that they "MUST NOT occur more than once".
    let single: Set<String>

    /// Finds the rules of a component by its name in upper case; nil for one of another specification.
    static func rules(of component: String) -> PropertyRules? {
        table[component]
    }

    /// Checks the own properties of a component.
    ///
    /// - Parameter component: The component.
    /// - Throws: The first rule that is broken, with its line.
    func check(_ component: Component) throws(ICalendarError) {
        var seen: Set<String> = []
        for property in component.properties {
            let name = property.name.uppercased()
            if let type = Self.types[name], !type.admits(property.value) {
                throw ICalendarError(line: property.line ?? 1, reason: .invalidValue(property: name))
            }
            guard !single.contains(name) || seen.insert(name).inserted else {
                let reason = ICalendarError.Reason.repeatedProperty(name, component: component.name)
                throw ICalendarError(line: property.line ?? 1, reason: reason)
            }
        }
        for name in required where component.first(name) == nil {
            let reason = ICalendarError.Reason.missingProperty(name, component: component.name)
            throw ICalendarError(line: component.line ?? 1, reason: reason)
        }
    }

    // What a component has once is checked of UID, DTSTART, and their like by ComponentRules as well.
    private static let instance: Set<String> = [
        "UID", "DTSTAMP", "DTSTART", "DURATION", "RECURRENCE-ID", "ORGANIZER", "SEQUENCE", "CREATED", "LAST-MODIFIED",
        "CLASS", "PRIORITY", "STATUS",
    ]

    // RFC 5545 §3.6.5: "'dtstart', 'tzoffsetto', and 'tzoffsetfrom' are REQUIRED, but MUST NOT occur more than once."
    private static let observance = PropertyRules(
        required: ["DTSTART", "TZOFFSETTO", "TZOFFSETFROM"],
        single: ["DTSTART", "TZOFFSETTO", "TZOFFSETFROM"]
    )

    private static let table: [String: PropertyRules] = [
        // §3.6: "'prodid' and 'version' are both REQUIRED, but MUST NOT occur more than once."
        "VCALENDAR": PropertyRules(required: ["VERSION"], single: ["VERSION", "PRODID", "CALSCALE"]),
        "VEVENT": PropertyRules(required: ["UID", "DTSTART"], single: instance.union(["DTEND", "TRANSP"])),
        "VTODO": PropertyRules(required: ["UID"], single: instance.union(["DUE", "COMPLETED", "PERCENT-COMPLETE"])),
        "VJOURNAL": PropertyRules(required: ["UID"], single: instance),
        "VFREEBUSY": PropertyRules(required: ["UID"], single: ["UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER"]),
        // §3.6.5: "'tzid' is REQUIRED, but MUST NOT occur more than once."
        "VTIMEZONE": PropertyRules(required: ["TZID"], single: ["TZID", "LAST-MODIFIED"]),
        "STANDARD": observance,
        "DAYLIGHT": observance,
        // §3.6.6: "'action' and 'trigger' are both REQUIRED, but MUST NOT occur more than once."
        "VALARM": PropertyRules(
            required: ["ACTION", "TRIGGER"],
            single: ["ACTION", "TRIGGER", "DURATION", "REPEAT"]
        ),
    ]

    private static let types: [String: ValueType] = [
        "DTSTART": .time, "DTEND": .time, "DUE": .time, "RECURRENCE-ID": .time, "DTSTAMP": .time, "CREATED": .time,
        "LAST-MODIFIED": .time, "COMPLETED": .time, "RDATE": .times, "EXDATE": .times, "DURATION": .duration,
        "TRIGGER": .trigger, "FREEBUSY": .periods, "SEQUENCE": .integer, "PRIORITY": .integer,
        "PERCENT-COMPLETE": .integer, "REPEAT": .integer, "TZOFFSETFROM": .offset, "TZOFFSETTO": .offset,
    ]
}
