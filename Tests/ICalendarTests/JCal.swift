import ICalendar

/// Turns components into jCal (RFC 7265), as far as the fixtures need it.
enum JCal {
    /// Returns a component as `[name, properties, components]` (RFC 7265 §3.3).
    static func tree(of component: Component) -> JSONValue {
        .array([
            .string(component.name.lowercased()),
            .array(component.properties.map(property)),
            .array(component.components.map(tree)),
        ])
    }

    /// Returns a property as `[name, parameters, type, values…]` (RFC 7265 §3.4).
    private static func property(_ property: Property) -> JSONValue {
        let name = property.name.lowercased()
        let type = property.parameter("VALUE")?.lowercased() ?? defaultTypes[name] ?? "unknown"
        let isList = ["categories", "resources", "rdate", "exdate"].contains(name)
        let texts = isList ? property.value.split(separator: ",").map(String.init) : [property.value]
        let values = texts.map { value($0, type: type) }
        return .array([.string(name), parameters(of: property, type: type), .string(type)] + values)
    }

    private static func parameters(of property: Property, type: String) -> JSONValue {
        var object: [String: JSONValue] = [:]
        for parameter in property.parameters {
            let name = parameter.name.lowercased()
            // RFC 7265 §3.5: VALUE becomes the type identifier; §3.6.1: binary values are base64 always.
            if name == "value" || (name == "encoding" && type == "binary") { continue }
            let values = parameter.values.map(JSONValue.string)
            object[name] = values.count == 1 ? values[0] : .array(values)
        }
        return .object(object)
    }

    private static func value(_ text: String, type: String) -> JSONValue {
        switch type {
        case "text": .string(TextValue.unescape(text))
        case "integer": Int(text).map(JSONValue.integer) ?? .string(text)
        case "date", "date-time": .string(dateTime(text))
        case "utc-offset": .string(text.prefix(3) + ":" + text.dropFirst(3))
        case "period": .array(text.split(separator: "/").map { .string(dateTime(String($0))) })
        case "recur": recurrence(text)
        default: .string(text)
        }
    }

    /// Puts separators into a date or date-time; other texts, such as durations, stay.
    private static func dateTime(_ text: String) -> String {
        guard text.first?.isNumber == true, text.count >= 8 else { return text }
        let characters = Array(text)
        let date = "\(String(characters[0..<4]))-\(String(characters[4..<6]))-\(String(characters[6..<8]))"
        guard text.count >= 15 else { return date }
        let time = "\(String(characters[9..<11])):\(String(characters[11..<13])):\(String(characters[13...]))"
        return date + "T" + time
    }

    private static func recurrence(_ text: String) -> JSONValue {
        var object: [String: JSONValue] = [:]
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=").map(String.init)
            let name = sides[0].lowercased()
            let values = sides[1].split(separator: ",").map { value(String($0), type: "integer") }
            object[name] = name.hasPrefix("by") ? .array(values) : values[0]
        }
        return .object(object)
    }

    private static let defaultTypes: [String: String] = [
        "attach": "uri", "attendee": "cal-address", "organizer": "cal-address", "sequence": "integer",
        "created": "date-time", "last-modified": "date-time", "dtstamp": "date-time", "dtstart": "date-time",
        "dtend": "date-time", "due": "date-time", "recurrence-id": "date-time", "rdate": "date-time",
        "duration": "duration", "trigger": "duration", "rrule": "recur", "tzoffsetfrom": "utc-offset",
        "tzoffsetto": "utc-offset", "prodid": "text", "version": "text", "calscale": "text", "uid": "text",
        "summary": "text", "description": "text", "comment": "text", "class": "text", "status": "text",
        "transp": "text", "categories": "text", "tzid": "text", "tzname": "text", "action": "text",
    ]
}
