package import WebDAV

/// A new value of a property of a calendar that has a meaning to the server; nil removes it.
///
/// Every other property is dead, unless it is protected.
package enum CalendarPropertySetting: Equatable, Sendable {
    /// `DAV:displayname` (RFC 4918 §15.2).
    case displayName(String?)

    /// `CALDAV:calendar-description`, with the language of its `xml:lang` (RFC 4791 §5.2.1).
    case description(String?, language: String?)

    /// `CALDAV:calendar-timezone` (RFC 4791 §5.2.2).
    case timezone(CalendarTimezone?)

    /// `CALDAV:calendar-timezone-id`: a name that is known (RFC 7809 §5.2).
    ///
    /// It says by a name what `CALDAV:calendar-timezone` says by a definition: the two are one.
    case timezoneID(String?)

    /// `CALDAV:supported-calendar-component-set`: component names in upper case (RFC 4791 §5.2.3).
    ///
    /// It can be set when a calendar is made, and not later.
    case supportedComponents([String])

    /// `A:calendar-color`, as written.
    case color(String?)

    /// `A:calendar-order`.
    case order(Int?)

    /// `CALDAV:schedule-calendar-transp` (RFC 6638 §9.1): whether the calendar takes no part in free-busy times.
    case isTransparent(Bool?)

    /// Reads an instruction of a PROPPATCH, an extended MKCOL or a MKCALENDAR; nil where the property is none of these.
    ///
    /// - Throws: `WebDAVError` for a value that the property cannot have: with a precondition where one is defined, else
    ///   409.
    package init?(_ instruction: PropertyUpdate.Instruction) throws(WebDAVError) {
        switch instruction {
        case .set(let element): try self.init(setting: element)
        case .remove(let name): self.init(removing: name)
        }
    }

    /// Reads a property that is set.
    ///
    /// - Throws: `WebDAVError` as `init(_:)`.
    package init?(setting element: XMLElement) throws(WebDAVError) {
        switch element.name {
        case DAVProperty.displayName: self = .displayName(element.text)
        case CalendarProperty.calendarDescription: self = .description(element.text, language: element.language)
        case CalendarProperty.calendarTimezone: self = .timezone(try CalendarTimezone(parsing: element.text))
        case CalendarProperty.calendarTimezoneID: self = .timezoneID(try Self.timezoneID(in: element))
        case CalendarProperty.supportedCalendarComponentSet:
            self = .supportedComponents(try Self.components(in: element))
        case CalendarProperty.calendarColor: self = .color(element.trimmedText)
        case CalendarProperty.calendarOrder: self = .order(try Self.order(in: element))
        case CalendarProperty.scheduleCalendarTransp: self = .isTransparent(try Self.isTransparent(element))
        default: return nil
        }
    }

    private init?(removing name: XMLName) {
        switch name {
        case DAVProperty.displayName: self = .displayName(nil)
        case CalendarProperty.calendarDescription: self = .description(nil, language: nil)
        case CalendarProperty.calendarTimezone: self = .timezone(nil)
        case CalendarProperty.calendarTimezoneID: self = .timezoneID(nil)
        case CalendarProperty.calendarColor: self = .color(nil)
        case CalendarProperty.calendarOrder: self = .order(nil)
        case CalendarProperty.scheduleCalendarTransp: self = .isTransparent(nil)
        default: return nil
        }
    }

    private static func timezoneID(in element: XMLElement) throws(WebDAVError) -> String {
        let name = element.trimmedText
        // RFC 7809 §3.1.5 (CALDAV:valid-timezone): the name has to be of a zone that the server knows.
        guard CalendarTimezone(named: name) != nil else {
            throw WebDAVError(.validTimezone, "The time zone is not known.")
        }
        return name
    }

    private static func components(in element: XMLElement) throws(WebDAVError) -> [String] {
        // <!ELEMENT supported-calendar-component-set (comp+)>
        let names = element.all(CalendarElement.comp).compactMap { $0.attribute("name")?.uppercased() }
        guard !names.isEmpty, !names.contains("") else { throw .inappropriateValue(of: element.name) }
        return names
    }

    private static func order(in element: XMLElement) throws(WebDAVError) -> Int {
        guard let order = Int(element.trimmedText) else { throw .inappropriateValue(of: element.name) }
        return order
    }

    private static func isTransparent(_ element: XMLElement) throws(WebDAVError) -> Bool {
        // <!ELEMENT schedule-calendar-transp (opaque | transparent)>
        switch element.children.map(\.name) {
        case [CalendarElement.transparent]: return true
        case [CalendarElement.opaque]: return false
        default: throw .inappropriateValue(of: element.name)
        }
    }
}
