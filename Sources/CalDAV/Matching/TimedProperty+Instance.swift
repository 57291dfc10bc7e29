import ICalendar
import Recurrence

extension TimedProperty {
    /// Whether each instance of a component has a value of its own.
    var dependsOnInstance: Bool {
        switch self {
        case .start, .end, .due: true
        case .completed, .created, .stamp, .lastModified: false
        }
    }

    /// Returns the effective value for an instance; nil where there is none.
    ///
    /// RFC 4791 §9.9: "if DTEND is not present in a VEVENT, but DURATION is, then the test should instead operate on the
    /// 'effective' DTEND, i.e., DTSTART+DURATION. Similarly, if DUE is not present in a VTODO, but DTSTART and DURATION
    /// are, then the test should instead operate on the 'effective' DUE".
    func time(of instance: Instance) -> UTCTime? {
        let stated = instance.source.stated
        let component = instance.component
        return switch self {
        case .start: stated.contains(.start) ? instance.utcStart : nil
        case .end: component.isNamed("VEVENT") && !stated.isDisjoint(with: [.end, .duration]) ? instance.utcEnd : nil
        case .due: component.isNamed("VTODO") && !stated.isDisjoint(with: [.due, .duration]) ? instance.utcEnd : nil
        case .completed, .created, .stamp, .lastModified: nil
        }
    }
}
