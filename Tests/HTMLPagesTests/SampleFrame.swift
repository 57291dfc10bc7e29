import HTMLPages

/// The pages of a user in tests.
enum SampleFrame {
    /// The first page.
    static let home = Crumb("My calendars", PageLink(path: "/my/"))

    /// The calendar.
    static let calendar = Crumb("Work & play", PageLink(path: "/my/c/work/"))

    /// What forms carry.
    static let fields = FormFields(token: "T0ken", entityTag: "\"e1\"")

    /// The frame.
    static let frame = PageFrame(
        files: PageFrame.Files(
            stylesheet: PageLink(path: "/my/assets/page.0a.css"),
            script: PageLink(path: "/my/assets/page.0b.js"),
            icon: PageLink(path: "/my/assets/icon.0c.svg")
        ),
        home: PageLink(path: "/my/"),
        user: "Alice"
    )

    /// Returns what a page writes below its heading.
    static func content(of page: some Page) -> String {
        var html = HTMLWriter()
        page.write(to: &html)
        return html.document
    }
}
