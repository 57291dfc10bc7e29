import ICalendar

/// The calendar object resources of an iCalendar stream: RFC 4791 §4.1 has one for each UID.
struct SplitCalendar {
    /// The resources, as they are or taken apart, in the order of their first components.
    private(set) var objects: [ICalendarObject] = []

    /// The lines of components that have no UID.
    private(set) var linesWithoutUID: [Int] = []

    /// The types of the components, in the order of their names.
    var componentTypes: [String] {
        let types = Set(objects.flatMap(\.calendar.components).map { $0.name.uppercased() })
        return types.subtracting(["VTIMEZONE"]).sorted()
    }

    /// Makes what is left of a calendar without objects.
    init() {}

    /// Takes a stream apart.
    ///
    /// RFC 4791 §4.1: calendar object resources "MUST NOT specify the iCalendar METHOD property". A stream of one resource
    /// stays as it is but for that, unless it is a whole calendar.
    ///
    /// - Parameters:
    ///   - stream: The stream.
    ///   - isCalendar: Whether an export wrote it for a whole calendar, of which the head is.
    init(_ stream: ICalendarObject, isCalendar: Bool) {
        var (order, groups): ([String], [String: [Component]]) = ([], [:])
        for component in stream.calendar.components where !component.isNamed("VTIMEZONE") {
            guard let uid = component.first("UID")?.value, !uid.isEmpty else {
                linesWithoutUID.append(component.line ?? 0)
                continue
            }
            if groups[uid] == nil { order.append(uid) }
            groups[uid, default: []].append(component)
        }
        guard isCalendar || order.count > 1 || !linesWithoutUID.isEmpty else {
            var whole = stream
            whole.calendar.removeProperties(named: "METHOD")
            objects = order.isEmpty ? [] : [whole]
            return
        }
        let zones = stream.calendar.components.filter { $0.isNamed("VTIMEZONE") }
        objects = order.map { Self.object(of: groups[$0] ?? [], zones, from: stream) }
    }

    private static func object(
        of components: [Component],
        _ zones: [Component],
        from stream: ICalendarObject
    ) -> ICalendarObject {
        let names = components.reduce(into: Set<String>()) { $0.formUnion($1.timeZoneNames) }
        let head = ["VERSION", "PRODID", "CALSCALE"].compactMap { stream.calendar.first($0) }
        let used = zones.filter { zone in zone.first("TZID").map { names.contains($0.value) } ?? false }
        return ICalendarObject(
            calendar: Component(
                name: "VCALENDAR",
                contents: head.map(Component.Content.property) + (used + components).map(Component.Content.component)
            ),
            lineEnding: stream.lineEnding
        )
    }
}

extension Component {
    /// The time zones that the properties of the component and of those in it name.
    fileprivate var timeZoneNames: Set<String> {
        let own = Set(properties.compactMap { $0.parameter("TZID") })
        return components.reduce(into: own) { $0.formUnion($1.timeZoneNames) }
    }
}
