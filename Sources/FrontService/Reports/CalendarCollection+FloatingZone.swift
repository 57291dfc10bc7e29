import CalDAV
import CalendarStore
import Recurrence

extension CalendarCollection {
    /// The zone in which dates and floating times of the calendar are read (RFC 4791 §5.2.2, §7.3); UTC where it has
    /// none.
    var floatingZone: FloatingZone {
        guard let text = properties.timeZone, let timezone = try? CalendarTimezone(parsing: text) else { return .utc }
        return timezone.floatingZone ?? .utc
    }
}
