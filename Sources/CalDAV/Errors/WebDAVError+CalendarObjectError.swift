package import ICalendar
package import WebDAV

extension WebDAVError {
    /// Makes the error of calendar data that cannot be stored, with the precondition of RFC 4791 §5.3.2.1.
    package init(_ error: CalendarObjectError) {
        let precondition: Precondition =
            switch error.precondition {
            case .supportedCalendarData: .supportedCalendarData
            case .validCalendarData: .validCalendarData
            case .validCalendarObjectResource: .validCalendarObjectResource
            case .maxResourceSize: .maxResourceSize
            }
        self.init(precondition, error.description)
    }
}
