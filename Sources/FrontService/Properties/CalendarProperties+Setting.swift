import CalDAV
import CalendarStore
import WebDAV

extension CalendarProperties {
    /// Returns the greatest number of octets of a text that a client sets.
    ///
    /// Every listing of a home has the names and colours of its calendars.
    static func maximumTextSize(of setting: CalendarPropertySetting) -> Int {
        switch setting {
        case .displayName, .color: 1 << 10
        default: 64 << 10
        }
    }

    /// Makes the properties of a calendar of which nothing was said yet.
    init() {
        self.init(displayName: "")
    }

    /// The TZID of the time zone, whether or not it is a name that is known.
    ///
    /// RFC 7809 §3.1.5 (CALDAV:calendar-timezone-id): "Its value MUST match the value of the "TZID" iCalendar property in the
    /// "VTIMEZONE" component in the CALDAV:calendar-timezone WebDAV property on the same resource."
    var timeZoneName: String? {
        timeZone.flatMap { try? CalendarTimezone(parsing: $0) }?.identifier
    }

    /// Changes one property; the types of component are no property of these.
    ///
    /// - Parameters:
    ///   - setting: The new value, or none.
    ///   - language: The value of `xml:lang` that holds for it.
    mutating func apply(_ setting: CalendarPropertySetting, language: String?) {
        switch setting {
        case .displayName(let name):
            displayName = name ?? ""
            displayNameLanguage = name == nil ? nil : language
        case .description(let text, let language):
            description = text
            descriptionLanguage = text == nil ? nil : language
        case .timezone(let zone): timeZone = zone?.text
        // A definition that the client wrote for the same name stays.
        case .timezoneID(let name) where name == timeZoneName: break
        case .timezoneID(let name): timeZone = name.flatMap { CalendarTimezone(named: $0) }?.text
        case .color(let color): self.color = color
        case .order(let order): self.order = order.map { Int64($0) }
        case .isTransparent(let isTransparent): self.isTransparent = isTransparent ?? false
        case .supportedComponents: break
        }
    }
}
