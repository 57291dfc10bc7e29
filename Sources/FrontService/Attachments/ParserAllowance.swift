import CalDAV
import ICalendar
import WebDAV

/// What data may have after the front changed it, so that what is stored can be read again.
enum ParserAllowance {
    /// Checks that a parser takes data with so many elements.
    ///
    /// - Throws: `WebDAVError` with CALDAV:max-resource-size.
    static func check(elements count: Int) throws(WebDAVError) {
        let limit = ICalendarLimits.standard.maximumElements
        guard count > limit else { return }
        throw WebDAVError(.maxResourceSize, "A calendar object has at most \(limit) lines and parameter values.")
    }
}
