import AttachmentStore
import BlobModel
import CalendarStore
import HTMLPages

extension PageReading {
    /// Reads the first page.
    ///
    /// - Throws: `SQLError`.
    func homePage() throws -> HomePage {
        let calendars = try dependencies.calendars.calendars(of: principal.home, in: txn)
        let used = try dependencies.attachments.usage(of: DedupDomain(principal.home), in: txn)
        return HomePage(
            calendars: calendars.filter { $0.kind == .calendar }.map(line),
            quota: QuotaUse(used: used, limit: dependencies.configuration.quotaBytes)
        )
    }

    private func line(of calendar: CalendarCollection) -> HomePage.Calendar {
        HomePage.Calendar(
            Self.crumb(of: calendar),
            detail: detail(of: calendar),
            color: calendar.properties.color.flatMap { CalendarColor(parsing: $0) }
        )
    }

    private func detail(of calendar: CalendarCollection) -> String {
        let word = calendar.components == ["VTODO"] ? "task" : "event"
        return switch calendar.objectCount {
        case 0: "empty"
        case 1: "1 \(word)"
        case let count: "\(count) \(word)s"
        }
    }
}
