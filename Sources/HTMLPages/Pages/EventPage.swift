/// One event with its files.
package struct EventPage: Page {
    /// A fact about the event, such as its place.
    package struct Fact: Hashable, Sendable {
        /// What the fact is about.
        let name: String
        /// The fact.
        let text: String

        /// Makes a fact.
        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// What the event is.
    package struct Description: Hashable, Sendable {
        /// Its summary.
        let summary: String
        /// What is told about it, in this order.
        let facts: [Fact]

        /// Describes an event.
        package init(summary: String, facts: [Fact]) {
            self.summary = summary
            self.facts = facts
        }
    }

    /// What can be done with the files of an event.
    package enum Actions: Hashable, Sendable {
        /// All that the forms do.
        case all(UploadForm, FormFields)
        /// Nothing, and why.
        case none(reason: String)
    }

    private let description: Description
    /// The steps that lead to the page.
    package let trail: [Crumb]
    private let files: [EventFile]
    private let former: [FormerFile]
    private let actions: Actions
    private let notice: Notice?

    /// Makes the page.
    ///
    /// - Parameters:
    ///   - description: The event.
    ///   - trail: The first page and that of the calendar.
    ///   - files: Its files, and those that it had.
    ///   - actions: What can be done with them.
    ///   - notice: What the last action did.
    package init(
        _ description: Description,
        trail: [Crumb],
        files: (present: [EventFile], former: [FormerFile]),
        actions: Actions,
        notice: Notice?
    ) {
        self.description = description
        self.trail = trail
        self.files = files.present
        former = files.former
        self.actions = actions
        self.notice = notice
    }

    /// The summary of the event.
    package var title: String { description.summary }

    /// Writes the facts, the files, and the forms.
    package func write(to html: inout HTMLWriter) {
        if let notice { html.notice(notice) }
        facts(&html)
        html.element(.section, [.labelled(by: "files")]) { html in
            html.element(.heading2, [.id("files")], text: "Files")
            if files.isEmpty {
                html.element(.paragraph, [.class("empty")], text: "This event has no files.")
            } else {
                html.files(files, carrying: fields)
            }
            additions(&html)
        }
        if !former.isEmpty, let fields { html.former(former, carrying: fields) }
    }

    private var fields: FormFields? {
        guard case .all(_, let fields) = actions else { return nil }
        return fields
    }

    private func facts(_ html: inout HTMLWriter) {
        guard !description.facts.isEmpty else { return }
        html.element(.descriptionList, [.class("facts")]) { html in
            for fact in description.facts {
                html.element(.term, text: fact.name)
                html.element(.description, text: fact.text)
            }
        }
    }

    private func additions(_ html: inout HTMLWriter) {
        switch actions {
        case .all(let form, let fields): html.upload(form, carrying: fields)
        case .none(let reason): html.element(.paragraph, [.class("note")], text: reason)
        }
    }
}
