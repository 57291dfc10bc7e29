import CalendarStore
import HTMLPages
import HTTPSemantics
import WebDAV

extension PageReading {
    /// The names in the query of a calendar's page.
    enum QueryName {
        /// The month that is shown.
        static let month = "month"
        /// The text that is searched for.
        static let text = "q"
    }

    /// The most characters of a text that is searched for.
    private static let maximumSought = 200

    /// Reads the page of a calendar: the month of the query, or what it searches for; else the present month.
    ///
    /// - Throws: `WebDAVError` 404; `SQLError`.
    func calendarPage(named name: String) throws -> CalendarPage {
        let calendar = try calendar(named: name).calendar
        let query = PageQuery(request.request)
        let month = query[QueryName.month].flatMap { PageMonth(parsing: $0) } ?? PageMonth(of: request.received)
        let search = EventSearch(self, in: calendar)
        guard let sought = query[QueryName.text] else {
            return page(of: calendar, view(of: month, in: calendar), try search.events(in: month))
        }
        let text = String(sought.prefix(Self.maximumSought))
        let back = Crumb("By month", PagePath.calendar(calendar.name).link())
        return page(of: calendar, .search(text: text, month: back), try search.events(with: text))
    }

    private func page(
        of calendar: CalendarCollection,
        _ view: CalendarPage.View,
        _ findings: EventSearch.Findings
    ) -> CalendarPage {
        CalendarPage(
            calendar: Self.crumb(of: calendar),
            home: Self.home,
            view: view,
            events: findings.events,
            notice: findings.notice
        )
    }

    private func view(of month: PageMonth, in calendar: CalendarCollection) -> CalendarPage.View {
        let crumb = { (month: PageMonth) in
            Crumb(
                month.name,
                PagePath.calendar(calendar.name).link([QueryItem(name: QueryName.month, value: month.text)])
            )
        }
        return .month(name: month.name, earlier: crumb(month.earlier), later: crumb(month.later))
    }
}
