package import ICalendar

extension FloatingZone {
    /// Writes the zone as a VTIMEZONE (RFC 5545 §3.6.5), for the years 1970 to 2100.
    ///
    /// Each pair of offsets is an observance, whose onsets are its DTSTART and its RDATE: readers need no rules, and a
    /// zone whose rules changed is written like any other.
    ///
    /// - Parameter name: The TZID.
    /// - Returns: The component.
    package func definition(named name: String) -> Component {
        let first = UTCTime(secondsSinceEpoch: 0)
        let offset = transitions.offset(at: first)
        var observances = [WrittenObservance(from: offset, to: offset, onsets: [first])]
        for change in transitions.changes(after: first) {
            if let index = observances.firstIndex(where: { ($0.from, $0.to) == (change.from, change.to) }) {
                observances[index].onsets.append(change.instant)
            } else {
                observances.append(WrittenObservance(from: change.from, to: change.to, onsets: [change.instant]))
            }
        }
        let head = Component.Content.property(Property(name: "TZID", value: name))
        return Component(name: "VTIMEZONE", contents: [head] + observances.map { .component($0.component) })
    }
}

/// A STANDARD or DAYLIGHT that is written: two offsets, and the instants at which one follows on the other.
private struct WrittenObservance {
    let from: Int
    let to: Int
    var onsets: [UTCTime]

    /// The observance with its onsets on the clock before the change, which RFC 5545 §3.6.5 asks for.
    var component: Component {
        let times = onsets.map { CivilDateTime(secondsSinceEpoch: $0.secondsSinceEpoch + from).description }
        var properties = [
            Property(name: "DTSTART", value: times[0]), Property(name: "TZOFFSETFROM", value: Self.text(from)),
            Property(name: "TZOFFSETTO", value: Self.text(to)),
        ]
        if times.count > 1 { properties.append(Property(name: "RDATE", value: times[1...].joined(separator: ","))) }
        return Component(
            name: to > from ? "DAYLIGHT" : "STANDARD",
            contents: properties.map(Component.Content.property)
        )
    }

    /// Writes a UTC-OFFSET (RFC 5545 §3.3.14), with seconds where there are some.
    private static func text(_ offset: Int) -> String {
        let (minutes, seconds) = abs(offset).quotientAndRemainder(dividingBy: 60)
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        let sign = offset < 0 ? "-" : "+"
        return sign + hours.padded(to: 2) + rest.padded(to: 2) + (seconds == 0 ? "" : seconds.padded(to: 2))
    }
}
