import ICalendar

/// What a calendar object says, whichever way it is written: two with the same need not replace each other.
///
/// How lines are folded does not count, nor the order of the parameters of ATTACH: an export takes MANAGED-ID away there,
/// and an import puts it at the end.
struct ObjectMeaning: Hashable {
    private let octets: [UInt8]

    /// Reads an object.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - countsHead: Whether the properties of VCALENDAR itself count; those of a stream of many objects are of none.
    init(of object: ICalendarObject, countsHead: Bool) {
        var calendar = Self.plain(object.calendar)
        if !countsHead { calendar.contents.removeAll { $0.property != nil } }
        octets = ICalendarObject(calendar: calendar).serialised()
    }

    private static func plain(_ component: Component) -> Component {
        Component(
            name: component.name,
            contents: component.contents.map { content in
                switch content {
                case .component(let inner): .component(plain(inner))
                case .property(let property): .property(plain(property))
                }
            }
        )
    }

    private static func plain(_ property: Property) -> Property {
        let isOrdered = !property.isNamed("ATTACH")
        let parameters =
            isOrdered ? property.parameters : property.parameters.sorted { $0.name.uppercased() < $1.name.uppercased() }
        return Property(name: property.name, parameters: parameters, value: property.value)
    }
}
