/// The elements that pages are made of.
///
/// There is neither `script` with content nor `style`: what is not in the list cannot be written.
package enum HTMLTag: String, Hashable, Sendable {
    /// A link.
    case anchor = "a"
    /// The content of the document.
    case body
    /// What submits a form.
    case button
    /// A shape of an icon.
    case circle
    /// The description of a term.
    case description = "dd"
    /// A list of terms and their descriptions.
    case descriptionList = "dl"
    /// What is shown on demand.
    case details
    /// A group of blocks.
    case division = "div"
    /// What ends the document.
    case footer
    /// Controls that are sent together.
    case form
    /// What the document says about itself.
    case head
    /// What begins the document.
    case header
    /// The heading of the page.
    case heading1 = "h1"
    /// The heading of a section.
    case heading2 = "h2"
    /// The document.
    case html
    /// The name of a control.
    case label
    /// An item of a list.
    case listItem = "li"
    /// What the page is about.
    case main
    /// A quantity within known bounds.
    case meter
    /// A group of links.
    case navigation = "nav"
    /// A choice.
    case option
    /// A list in an order.
    case orderedList = "ol"
    /// A paragraph.
    case paragraph = "p"
    /// How far something is.
    case progress
    /// A part of the page with a heading.
    case section
    /// Choices.
    case select
    /// A run of text.
    case span
    /// A run of text that matters.
    case strong
    /// What is shown of ``details`` at first.
    case summary
    /// A picture of shapes.
    case svg
    /// Rows of cells.
    case table
    /// The rows of a table.
    case tableBody = "tbody"
    /// A cell.
    case tableCell = "td"
    /// The rows that name the columns.
    case tableHead = "thead"
    /// A cell that names its row or column.
    case tableHeader = "th"
    /// A row.
    case tableRow = "tr"
    /// The name of a description.
    case term = "dt"
    /// An instant.
    case time
    /// The name of the document.
    case title
    /// A list without an order.
    case unorderedList = "ul"

    /// Whether the element stands on a line of its own in the document, so that people can read that.
    var isBlock: Bool {
        switch self {
        case .anchor, .button, .circle, .label, .meter, .option, .progress, .span, .strong, .svg, .time: false
        default: true
        }
    }
}

/// The elements without content.
package enum HTMLVoidTag: String, Hashable, Sendable {
    /// A control.
    case input
    /// A file that belongs to the document.
    case link
    /// A fact about the document.
    case meta
}
