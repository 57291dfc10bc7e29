/// What all pages have in common: their head, their beginning, and their end.
package struct PageFrame: Sendable {
    /// The files that belong to every page.
    package struct Files: Sendable {
        /// The style sheet.
        let stylesheet: PageLink
        /// The script.
        let script: PageLink
        /// The icon.
        let icon: PageLink

        /// Names the files.
        package init(stylesheet: PageLink, script: PageLink, icon: PageLink) {
            self.stylesheet = stylesheet
            self.script = script
            self.icon = icon
        }
    }

    private let files: Files
    private let home: PageLink
    private let user: String?

    /// Makes the frame of one user's pages.
    ///
    /// - Parameters:
    ///   - files: The files that belong to every page.
    ///   - home: The first page.
    ///   - user: The name of who is logged in; nil where that is not known.
    package init(files: Files, home: PageLink, user: String?) {
        self.files = files
        self.home = home
        self.user = user
    }

    /// Returns the whole document of a page.
    package func document(_ page: some Page) -> String {
        var html = HTMLWriter()
        html.doctype()
        html.element(.html, [.lang("en")]) { html in
            head(page.title, &html)
            html.element(.body) { html in
                html.element(.anchor, [.class("skip"), .href(PageLink(fragment: "content"))], text: "Skip to content")
                header(&html)
                trail(to: page, &html)
                main(page, &html)
                footer(&html)
            }
        }
        return html.document
    }

    private func head(_ title: String, _ html: inout HTMLWriter) {
        html.element(.head) { html in
            html.element(.meta, [.charset("utf-8")])
            html.element(.meta, [.name("viewport"), .content("width=device-width, initial-scale=1")])
            html.element(.meta, [.name("color-scheme"), .content("light dark")])
            html.element(.title, text: "\(title) – Attaché")
            html.element(.link, [.rel("icon"), .href(files.icon)])
            html.element(.link, [.rel("stylesheet"), .href(files.stylesheet)])
            html.script(at: files.script)
        }
    }

    private func header(_ html: inout HTMLWriter) {
        html.element(.header, [.class("bar")]) { html in
            html.element(.anchor, [.class("brand"), .href(home)], text: "Attaché")
            if let user { html.element(.span, [.class("user")], text: user) }
        }
    }

    private func trail(to page: some Page, _ html: inout HTMLWriter) {
        guard !page.trail.isEmpty else { return }
        html.element(.navigation, [.class("trail"), .label("Breadcrumb")]) { html in
            html.element(.orderedList) { html in
                for crumb in page.trail {
                    html.element(.listItem) { $0.element(.anchor, [.href(crumb.link)], text: crumb.name) }
                }
                html.element(.listItem) { $0.element(.span, [.currentPage], text: page.title) }
            }
        }
    }

    private func main(_ page: some Page, _ html: inout HTMLWriter) {
        html.element(.main, [.id("content"), .focusable]) { html in
            html.element(.heading1, text: page.title)
            page.write(to: &html)
        }
    }

    private func footer(_ html: inout HTMLWriter) {
        html.element(.footer, [.class("end")]) { html in
            html.element(.paragraph, text: "To log out, close all windows of your browser.")
        }
    }
}
