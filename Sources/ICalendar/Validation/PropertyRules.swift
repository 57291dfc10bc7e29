/// What RFC 5545 §3.6 asks of the properties of one kind of component, where a peer depends on it.
///
/// Deliberately not enforced, because programs in use break it and the first value serves: PRODID and DTSTAMP being
/// present, and the number of descriptive properties such as SUMMARY (`Docs/standards/rfc5545.md`).
struct PropertyRules: Sendable {
    /// "The following are REQUIRED".
    let required: [String]

    /// Of these the section says that they "MUST NOT occur more than once".
    let single: PropertySet

    private init(required: [String], single: [String]) {
        self.required = required
        self.single = PropertySet(single)
    }

    /// Finds the rules of a component by its name in upper case; nil for one of another specification.
    static func rules(of component: String) -> PropertyRules? {
        table[component]
    }

    /// Checks the own properties of a component.
    ///
    /// - Parameter component: The component.
    /// - Throws: The first rule that is broken, with its line.
    func check(_ component: Component) throws(ICalendarError) {
        var seen = PropertySet()
        for content in component.contents {
            guard case .property(let property) = content, let known = KnownProperty.named(property.key) else {
                continue
            }
            if let type = known.type, !type.admits(property.valueOctets) {
                throw ICalendarError(line: property.line ?? 1, reason: .invalidValue(property: known.name))
            }
            guard !single.contains(known) || !seen.contains(known) else {
                let reason = ICalendarError.Reason.repeatedProperty(known.name, component: component.name)
                throw ICalendarError(line: property.line ?? 1, reason: reason)
            }
            seen.insert(known)
        }
        for name in required where !component.has(name) {
            let reason = ICalendarError.Reason.missingProperty(name, component: component.name)
            throw ICalendarError(line: component.line ?? 1, reason: reason)
        }
    }

    // What a component has once is checked of UID, DTSTART, and their like by ComponentRules as well.
    private static let instance = [
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
        "VEVENT": PropertyRules(required: ["UID", "DTSTART"], single: instance + ["DTEND", "TRANSP"]),
        "VTODO": PropertyRules(required: ["UID"], single: instance + ["DUE", "COMPLETED", "PERCENT-COMPLETE"]),
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
}
