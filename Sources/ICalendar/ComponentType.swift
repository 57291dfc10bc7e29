/// The type of the components of a calendar object resource (RFC 4791 §4.1).
package enum ComponentType: Hashable, Sendable {
    /// VEVENT.
    case event
    /// VTODO.
    case todo
    /// VJOURNAL.
    case journal
    /// VFREEBUSY.
    case freeBusy
    /// A component of another specification, in upper case.
    case other(String)

    /// Finds the type of a component's name, without regard to case.
    ///
    /// - Parameter name: The name, such as VEVENT.
    package init(name: String) {
        switch name.uppercased() {
        case "VEVENT": self = .event
        case "VTODO": self = .todo
        case "VJOURNAL": self = .journal
        case "VFREEBUSY": self = .freeBusy
        case let other: self = .other(other)
        }
    }

    /// The component's name in upper case, such as VEVENT.
    package var name: String {
        switch self {
        case .event: "VEVENT"
        case .todo: "VTODO"
        case .journal: "VJOURNAL"
        case .freeBusy: "VFREEBUSY"
        case .other(let name): name
        }
    }
}
