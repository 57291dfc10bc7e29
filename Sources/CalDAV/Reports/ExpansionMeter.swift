import ICalendar
import Recurrence

/// Counts the text of the components that an expansion makes: each instance repeats all that its component has.
struct ExpansionMeter {
    /// The most octets that the instances of one object may take.
    static let maximumOctets = 16 << 20

    /// What a property takes beside its text; very short ones are many.
    private static let octetsBesideText = 16

    private var octets = 0

    /// The octets of an instance, by the line where the component begins of which it is made.
    private var sizes: [Int: Int] = [:]

    /// Counts one component more.
    ///
    /// - Throws: `RecurrenceError.tooMuchText(limit:)` where it is too much.
    mutating func count(_ component: Component) throws(RecurrenceError) {
        let added = size(of: component)
        octets += added
        guard octets <= Self.maximumOctets else { throw .tooMuchText(limit: Self.maximumOctets) }
    }

    /// The instances of one component differ in their times, so that one of them is measured.
    private mutating func size(of component: Component) -> Int {
        if let line = component.line, let known = sizes[line] { return known }
        // As it is written: a line that is kept as it came may have folds and empty lines beside its value.
        let calendar = Component(name: "VCALENDAR", contents: [.component(component)])
        let text = ICalendarObject(calendar: calendar).serialised().count
        let size = text + component.contents.count * Self.octetsBesideText
        if let line = component.line { sizes[line] = size }
        return size
    }
}
