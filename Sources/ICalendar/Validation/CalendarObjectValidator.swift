/// Holds an object against RFC 4791 §4.1 and against RFC 5545 §3.6 where it matters to a server.
struct CalendarObjectValidator {
    private let calendar: Component

    /// Makes a validator of one object.
    ///
    /// - Parameter calendar: The VCALENDAR component.
    init(_ calendar: Component) {
        self.calendar = calendar
    }

    /// Returns what all components share.
    ///
    /// - Throws: The first rule that is broken.
    func validate() throws(CalendarObjectError) -> (uid: String, type: ComponentType) {
        try checkVersion()
        try checkMethod()
        let instances = calendar.instances
        let type = try commonType(of: instances)
        let uid = try commonUID(of: instances)
        for instance in instances { try checkProperties(of: instance) }
        try checkInstances(instances)
        return (uid, type)
    }

    // RFC 5545 §3.7.4: VERSION is required; "2.0" is this specification.
    private func checkVersion() throws(CalendarObjectError) {
        guard let version = calendar.first("VERSION") else {
            throw .invalidCalendarData(
                ICalendarError(line: line(of: calendar), reason: .missingProperty("VERSION", component: calendar.name))
            )
        }
        guard version.value == "2.0" else {
            throw .unsupportedVersion(version.value, line: line(of: version))
        }
    }

    // RFC 4791 §4.1: "Calendar object resources contained in calendar collections MUST NOT specify the iCalendar
    // METHOD property."
    private func checkMethod() throws(CalendarObjectError) {
        guard let method = calendar.first("METHOD") else { return }
        throw .invalidCalendarObjectResource(.methodPresent, line: line(of: method))
    }

    // RFC 4791 §4.1: "A calendar object resource MUST NOT contain more than one type of calendar component … with the
    // exception of VTIMEZONE components".
    private func commonType(of instances: [Component]) throws(CalendarObjectError) -> ComponentType {
        guard let first = instances.first else {
            throw .invalidCalendarObjectResource(.noComponent, line: line(of: calendar))
        }
        let type = ComponentType(name: first.name)
        for instance in instances.dropFirst() where ComponentType(name: instance.name) != type {
            throw .invalidCalendarObjectResource(.severalTypes(first.name, instance.name), line: line(of: instance))
        }
        return type
    }

    // RFC 4791 §4.1: "Calendar components in a calendar collection that have different UID property values MUST be
    // stored in separate calendar object resources."
    private func commonUID(of instances: [Component]) throws(CalendarObjectError) -> String {
        var common: String?
        for instance in instances {
            guard let uid = instance.first("UID"), !uid.value.isEmpty else {
                throw .invalidCalendarObjectResource(.missingUID, line: line(of: instance))
            }
            guard uid.value.hasSameOctets(as: common ?? uid.value) else {
                throw .invalidCalendarObjectResource(.severalUIDs, line: line(of: uid))
            }
            common = uid.value
        }
        return common ?? ""
    }

    private func checkProperties(of instance: Component) throws(CalendarObjectError) {
        do {
            try ComponentRules.check(instance)
        } catch {
            throw .invalidCalendarData(error)
        }
    }

    // RFC 5545 §3.8.4.4: UID and RECURRENCE-ID together identify one instance.
    private func checkInstances(_ instances: [Component]) throws(CalendarObjectError) {
        guard instances.count > 1 else { return }
        var seen: Set<[String]> = []
        for instance in instances {
            let recurrenceID = instance.first("RECURRENCE-ID")
            let key = [recurrenceID?.value, recurrenceID?.parameter("TZID")].compactMap(\.self)
            guard seen.insert(key).inserted else {
                throw .invalidCalendarObjectResource(.repeatedInstance, line: line(of: instance))
            }
        }
    }

    private func line(of property: Property) -> Int {
        property.line ?? 1
    }

    private func line(of component: Component) -> Int {
        component.line ?? 1
    }
}
