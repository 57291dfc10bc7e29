/// The events of one calendar: those of a month, or those that were searched for.
package struct CalendarPage: Page {
    /// One event.
    package struct Event: Hashable, Sendable {
        /// Its summary, and its page.
        package let crumb: Crumb
        /// When it is, if it says so.
        package let when: Moment?
        /// Whether it has more than one instance.
        package let isRepeating: Bool
        /// How many managed attachments it has.
        package let fileCount: Int

        /// Makes the line of an event.
        package init(_ crumb: Crumb, when: Moment?, isRepeating: Bool, fileCount: Int) {
            self.crumb = crumb
            self.when = when
            self.isRepeating = isRepeating
            self.fileCount = fileCount
        }
    }

    /// What the page is a view of.
    package enum View: Hashable, Sendable {
        /// One month, with the ones beside it.
        case month(name: String, earlier: Crumb, later: Crumb)
        /// What a text was found in.
        case search(text: String, month: Crumb)
    }

    /// The name of the calendar, and its page.
    private let calendar: Crumb
    private let home: Crumb
    private let view: View
    private let events: [Event]
    private let notice: String?

    /// Makes the page.
    ///
    /// - Parameters:
    ///   - calendar: The name of the calendar, and its page.
    ///   - home: The first page.
    ///   - view: What the events are.
    ///   - events: The events, in the order in which they are shown.
    ///   - notice: A sentence about what is not shown, if anything is not.
    package init(calendar: Crumb, home: Crumb, view: View, events: [Event], notice: String?) {
        self.calendar = calendar
        self.home = home
        self.view = view
        self.events = events
        self.notice = notice
    }

    /// The name of the calendar.
    package var title: String { calendar.name }

    /// The first page.
    package var trail: [Crumb] { [home] }

    /// Writes the search, the view, and its events.
    package func write(to html: inout HTMLWriter) {
        search(&html)
        html.element(.section, [.labelled(by: "view")]) { html in
            heading(&html)
            if let notice { html.element(.paragraph, [.class("note")], text: notice) }
            if events.isEmpty { html.element(.paragraph, [.class("empty")], text: absence) } else { list(&html) }
        }
    }

    private var sought: String {
        guard case .search(let text, _) = view else { return "" }
        return text
    }

    private var absence: String {
        switch view {
        case .month: "There is nothing in this month."
        case .search: "Nothing was found."
        }
    }

    private func search(_ html: inout HTMLWriter) {
        html.element(.form, [.class("search"), .role(.search), .method(.get), .action(calendar.link)]) { html in
            html.element(.label, [.for("q")], text: "Search by title")
            html.element(.input, [.id("q"), .name("q"), .type(.search), .value(sought)])
            html.element(.button, text: "Search")
        }
    }

    private func heading(_ html: inout HTMLWriter) {
        html.element(.division, [.class("heading")]) { html in
            switch view {
            case .month(let name, let earlier, let later):
                html.element(.heading2, [.id("view")], text: name)
                html.navigation("Months", to: [earlier, later])
            case .search(let text, let month):
                let name = text.isEmpty ? "Everything" : "Found: \(text)"
                html.element(.heading2, [.id("view")], text: name)
                html.navigation("Views", to: [month])
            }
        }
    }

    private func list(_ html: inout HTMLWriter) {
        html.element(.unorderedList, [.class("rows")]) { html in
            for event in events { html.element(.listItem) { row(of: event, &$0) } }
        }
    }

    private func row(of event: Event, _ html: inout HTMLWriter) {
        html.element(.anchor, [.class("row"), .href(event.crumb.link)]) { html in
            html.element(.span, [.class("when")]) { html in
                if let when = event.when { html.moment(when) }
            }
            html.element(.strong, text: event.crumb.name)
            html.element(.span, [.class("quiet")]) { html in
                if event.isRepeating { html.element(.span, [.class("tag")], text: "repeats") }
                if event.fileCount > 0 { html.element(.span, [.class("tag files")], text: Self.files(event.fileCount)) }
            }
        }
    }

    private static func files(_ count: Int) -> String {
        count == 1 ? "1 file" : "\(count) files"
    }
}

extension HTMLWriter {
    /// Writes a group of links.
    mutating func navigation(_ name: String, to crumbs: [Crumb]) {
        element(.navigation, [.class("ways"), .label(name)]) { html in
            for crumb in crumbs { html.element(.anchor, [.class("button"), .href(crumb.link)], text: crumb.name) }
        }
    }
}
