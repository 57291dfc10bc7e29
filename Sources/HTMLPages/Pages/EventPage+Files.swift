extension HTMLWriter {
    /// Writes the files of an event as a table.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - fields: What the forms carry; nil where nothing can be done with the files.
    mutating func files(_ files: [EventFile], carrying fields: FormFields?) {
        element(.table) { html in
            html.element(.tableHead) { html in
                html.element(.tableRow) { html in
                    for name in ["Name", "Size", "Added"] { html.column(name) }
                    if fields != nil { html.column("Actions") }
                }
            }
            html.element(.tableBody) { html in
                for file in files { html.element(.tableRow) { $0.row(of: file, carrying: fields) } }
            }
        }
    }

    /// Writes the files that can be brought back.
    mutating func former(_ files: [FormerFile], carrying fields: FormFields) {
        element(.section, [.class("former"), .labelled(by: "former")]) { html in
            html.element(.heading2, [.id("former")], text: "Removed files")
            html.element(.unorderedList, [.class("rows")]) { html in
                for file in files { html.element(.listItem, [.class("row")]) { $0.item(file, carrying: fields) } }
            }
        }
    }

    private mutating func column(_ name: String) {
        element(.tableHeader, [.columnScope], text: name)
    }

    private mutating func row(of file: EventFile, carrying fields: FormFields?) {
        element(.tableHeader, [.rowScope]) { $0.name(of: file) }
        element(.tableCell, [.class("size")], text: file.size.description)
        element(.tableCell, [.class("added")]) { html in
            if let added = file.added { html.moment(added) }
        }
        if let fields { element(.tableCell, [.class("actions")]) { $0.actions(on: file, fields) } }
    }

    private mutating func name(of file: EventFile) {
        if let reason = file.withdrawal {
            element(.span, text: file.crumb.name)
            element(.paragraph, [.class("note")], text: reason)
        } else {
            element(.anchor, [.href(file.crumb.link)], text: file.crumb.name)
        }
        element(
            .paragraph,
            [.class("quiet")],
            text: file.instances.map { "\(file.mediaType), \($0)" } ?? file.mediaType
        )
    }

    private mutating func actions(on file: EventFile, _ fields: FormFields) {
        element(.details) { html in
            html.element(.summary, [.class("button"), .label("Replace \(file.crumb.name)")], text: "Replace")
            html.form(to: file.replacement, carrying: fields, [.class("replace")]) { html in
                let id = "file-\(file.id)"
                html.element(.label, [.for(id)], text: "New file")
                html.element(.input, [.id(id), .type(.file), .name(FormFields.Name.file), .required])
                html.element(.button, [.class("first")], text: "Replace")
            }
        }
        element(
            .anchor,
            [.class("button"), .href(file.removal), .label("Remove \(file.crumb.name)")],
            text: "Remove"
        )
    }

    private mutating func item(_ file: FormerFile, carrying fields: FormFields) {
        element(.strong, text: file.name)
        element(.span, [.class("quiet")]) { html in
            html.text("\(file.size), removed ")
            html.moment(file.removed)
            html.text("; kept until ")
            html.moment(file.due)
        }
        form(to: file.restoration, carrying: fields) { html in
            html.element(.button, [.label("Bring back \(file.name)")], text: "Bring back")
        }
    }
}
