/// The first page: the calendars of who is logged in, and how much room their files take.
package struct HomePage: Page {
    /// One calendar.
    package struct Calendar: Hashable, Sendable {
        /// Its name, and its page.
        let crumb: Crumb
        /// What it holds, such as `12 events`.
        let detail: String
        /// Its colour, if it has one.
        let color: CalendarColor?

        /// Makes the line of a calendar.
        package init(_ crumb: Crumb, detail: String, color: CalendarColor?) {
            self.crumb = crumb
            self.detail = detail
            self.color = color
        }
    }

    private let calendars: [Calendar]
    private let quota: QuotaUse

    /// Makes the page.
    package init(calendars: [Calendar], quota: QuotaUse) {
        self.calendars = calendars
        self.quota = quota
    }

    /// The name of the page.
    package var title: String { "My calendars" }

    /// Nothing leads to the first page.
    package var trail: [Crumb] { [] }

    /// Writes the calendars and the quota.
    package func write(to html: inout HTMLWriter) {
        if calendars.isEmpty {
            html.element(
                .paragraph,
                [.class("empty")],
                text: "You have no calendar yet. Make one with your calendar program, and it is shown here."
            )
        } else {
            html.element(.unorderedList, [.class("cards")]) { html in
                for calendar in calendars { html.element(.listItem) { card(of: calendar, &$0) } }
            }
        }
        html.element(.section, [.class("quota"), .labelled(by: "room")]) { html in
            html.element(.heading2, [.id("room")], text: "Room for files")
            html.quota(quota)
        }
    }

    private func card(of calendar: Calendar, _ html: inout HTMLWriter) {
        html.element(.anchor, [.class("card"), .href(calendar.crumb.link)]) { html in
            html.dot(calendar.color)
            html.element(.strong, text: calendar.crumb.name)
            html.element(.span, [.class("quiet")], text: calendar.detail)
        }
    }
}

extension HTMLWriter {
    /// Writes how much of a quota is used, as a scale and in words.
    mutating func quota(_ quota: QuotaUse) {
        element(
            .meter,
            [.max(quota.limit), .value(quota.used), .high(quota.limit - quota.limit / 10), .labelled(by: "room")],
            text: quota.text
        )
        element(.paragraph, [.class("quiet")], text: "\(quota.text). Removed files count no longer.")
    }

    /// Writes the colour of a calendar as a dot; a grey one where it has none.
    mutating func dot(_ color: CalendarColor?) {
        element(.svg, [.class("dot"), .viewBox("0 0 12 12"), .decorative]) { html in
            let shape: [HTMLAttribute] = [.centreX(6), .centreY(6), .radius(6)]
            html.element(.circle, shape + (color.map { [.fill($0)] } ?? []))
        }
    }
}
