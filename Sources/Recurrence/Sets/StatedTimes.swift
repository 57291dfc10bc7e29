import ICalendar

/// Which of the properties a component has that say when its instances are.
package struct StatedTimes: OptionSet, Hashable, Sendable {
    /// DTSTART.
    package static let start = StatedTimes(rawValue: 1)
    /// DTEND.
    package static let end = StatedTimes(rawValue: 2)
    /// DUE.
    package static let due = StatedTimes(rawValue: 4)
    /// DURATION.
    package static let duration = StatedTimes(rawValue: 8)

    private static let names = [("DTSTART", start), ("DTEND", end), ("DUE", due), ("DURATION", duration)]

    /// The set as bits.
    package let rawValue: UInt8

    /// Makes a set of its bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Finds the properties of a component.
    init(of component: Component) {
        self = Self.names.reduce(into: []) { stated, name in
            if component.has(name.0) { stated.formUnion(name.1) }
        }
    }
}
