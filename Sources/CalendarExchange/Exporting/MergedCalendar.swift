import CalendarStore
import ICalendar

/// Many calendar object resources as one iCalendar object (RFC 5545 §3.4), written piece by piece.
struct MergedCalendar {
    /// The definitions that were written, by their TZID.
    private var zones: [String: [UInt8]] = [:]

    /// Makes a calendar that has nothing yet.
    init() {}

    /// The end of the object.
    static let ending = Array("END:VCALENDAR\r\n".utf8)

    /// Returns the beginning of the object: what RFC 5545 §3.6 requires, and the calendar's name and colour.
    ///
    /// NAME and COLOR are those of RFC 7986 §5.1 and §5.9; COLOR takes names alone, so that one in digits is in the
    /// property that clients have for it.
    static func beginning(of calendar: CalendarCollection) -> [UInt8] {
        var object = Component(name: "VCALENDAR")
        let name = calendar.displayName.isEmpty ? calendar.name : calendar.displayName
        var properties = [
            ("VERSION", "2.0"), ("PRODID", "-//Attache//Export//EN"), ("NAME", TextValue.escape(name)),
            ("X-WR-CALNAME", TextValue.escape(name)),
        ]
        if let description = calendar.properties.description {
            properties.append(("DESCRIPTION", TextValue.escape(description)))
        }
        if let color = calendar.properties.color { properties.append(("X-APPLE-CALENDAR-COLOR", color)) }
        for (name, value) in properties { object.contents.append(.property(Property(name: name, value: value))) }
        return Array(ICalendarObject(calendar: object).serialised().dropLast(ending.count))
    }

    /// Returns an object's components, and those of its time zones that were not written before.
    ///
    /// Where an object defines a time zone otherwise than one before it, its own gets another TZID: RFC 5545 §3.6.5 has
    /// "an individual VTIMEZONE calendar component … for each unique TZID".
    mutating func pieces(of object: ICalendarObject) -> [UInt8] {
        var object = object
        var octets: [UInt8] = []
        for zone in object.calendar.components where zone.isNamed("VTIMEZONE") {
            guard let name = zone.first("TZID")?.value else { continue }
            let definition = Self.serialised(zone)
            guard let other = place(for: definition, named: name) else { continue }
            guard other != name else {
                zones[name] = definition
                octets += definition
                continue
            }
            object.calendar.renameTimeZone(name, to: other)
            if zones.updateValue(definition, forKey: other) == nil {
                var renamed = zone
                renamed.setProperty(Property(name: "TZID", value: other))
                octets += Self.serialised(renamed)
            }
        }
        for component in object.calendar.components where !component.isNamed("VTIMEZONE") {
            octets += Self.serialised(component)
        }
        return octets
    }

    /// Returns the TZID under which a definition is to be written or used; nil when it was written under its own.
    private func place(for definition: [UInt8], named name: String) -> String? {
        guard let present = zones[name] else { return name }
        guard present != definition else { return nil }
        var number = 2
        while let other = zones["\(name) (\(number))"], other != definition { number += 1 }
        return "\(name) (\(number))"
    }

    private static func serialised(_ component: Component) -> [UInt8] {
        component.serialised()
    }
}

extension Component {
    /// Gives a time zone another TZID in all properties of all components that name it.
    fileprivate mutating func renameTimeZone(_ name: String, to other: String) {
        updateComponents { component in
            guard !component.isNamed("VTIMEZONE") else { return }
            component.renameTimeZone(name, to: other)
        }
        for index in contents.indices {
            guard case .property(var property) = contents[index], property.parameter("TZID") == name else { continue }
            property.setParameter("TZID", other)
            contents[index] = .property(property)
        }
    }
}
