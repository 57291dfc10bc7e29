package import Recurrence
package import WebDAV

extension WebDAVError {
    /// Makes the error of times or rules that cannot be stored.
    ///
    /// RFC 7529 has a precondition of its own for calendar systems, CALDAV:supported-rscale; every other fault is one of
    /// CALDAV:valid-calendar-data (RFC 4791 §5.3.2.1).
    package init(_ error: RecurrenceError) {
        guard case .invalidRule(.unsupportedScale, _) = error else {
            self.init(.validCalendarData, error.description)
            return
        }
        self.init(.supportedRSCALE, error.description)
    }
}
