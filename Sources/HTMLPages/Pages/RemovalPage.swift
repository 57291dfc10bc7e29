/// The question whether a file is to go.
package struct RemovalPage: Page {
    private let file: String
    private let action: PageLink
    private let fields: FormFields

    /// The steps that lead to the page; the last one is the event, to which the reader can go back.
    package let trail: [Crumb]

    /// Makes the page.
    ///
    /// - Parameters:
    ///   - file: The file name.
    ///   - trail: The steps that lead to the page, at least that of the event.
    ///   - action: Where the answer is sent.
    ///   - fields: What the form carries.
    package init(file: String, trail: [Crumb], action: PageLink, fields: FormFields) {
        self.file = file
        self.trail = trail
        self.action = action
        self.fields = fields
    }

    /// The question.
    package var title: String { "Remove this file?" }

    /// Writes the file's name and both answers.
    package func write(to html: inout HTMLWriter) {
        html.element(.paragraph) { html in
            html.element(.strong, text: file)
            html.text(" goes from the event and from all its occurrences. It can be brought back for a while.")
        }
        html.form(to: action, carrying: fields, [.class("answers")]) { html in
            html.element(.button, [.class("danger")], text: "Remove")
            if let event = trail.last { html.element(.anchor, [.class("button"), .href(event.link)], text: "Keep") }
        }
    }
}
