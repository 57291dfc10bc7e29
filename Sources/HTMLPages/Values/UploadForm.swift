/// The form by which files are added to an event.
package struct UploadForm: Hashable, Sendable {
    /// Instances that may get a file.
    package struct Choice: Hashable, Sendable {
        /// What is sent, a value of `rid` (RFC 8607 §3.3.2).
        let value: String
        /// What the reader sees.
        let name: String

        /// Makes a choice.
        package init(value: String, name: String) {
            self.value = value
            self.name = name
        }
    }

    /// Where it is sent.
    let action: PageLink

    /// The octets that one file may have.
    let limit: UInt64

    /// The single instances that there are to choose from; none where all get the file.
    let choices: [Choice]

    /// Makes the form.
    package init(action: PageLink, limit: UInt64, choices: [Choice]) {
        self.action = action
        self.limit = limit
        self.choices = choices
    }
}

extension HTMLWriter {
    /// Writes the form; the script adds that files can be dropped and that the progress is seen.
    mutating func upload(_ form: UploadForm, carrying fields: FormFields) {
        let attributes: [HTMLAttribute] = [.id("upload"), .class("upload"), .limit(form.limit)]
        self.form(to: form.action, carrying: fields, attributes) { html in
            html.choices(form.choices)
            html.element(.label, [.for("file")], text: "Add files")
            let input: [HTMLAttribute] = [.id("file"), .type(.file), .name(FormFields.Name.file)]
            html.element(.input, input + [.multiple, .required, .described(by: "limit")])
            html.element(.paragraph, [.id("limit"), .class("quiet")], text: "At most \(FileSize(form.limit)) each.")
            html.element(.button, [.class("first")], text: "Add")
            html.element(.progress, [.class("progress"), .max(100), .hidden, .label("Progress")])
            html.element(.paragraph, [.class("told"), .role(.status)])
        }
    }

    private mutating func choices(_ choices: [UploadForm.Choice]) {
        guard !choices.isEmpty else { return }
        element(.label, [.for("rid")], text: "For")
        element(.select, [.id("rid"), .name(FormFields.Name.instances)]) { html in
            html.element(.option, [.value("")], text: "every occurrence")
            for choice in choices { html.element(.option, [.value(choice.value)], text: choice.name) }
        }
    }
}
