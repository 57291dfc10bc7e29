/// An attribute of an element.
///
/// Only those of this list can be made: none of them holds style or script, and each that holds a URL takes a
/// ``PageLink``, which leads nowhere but into the service.
package struct HTMLAttribute: Hashable, Sendable {
    /// The name.
    let name: String

    /// The value before it is escaped; nil for an attribute that is there or not.
    let value: String?

    private init(_ name: String, _ value: String?) {
        self.name = name
        self.value = value
    }
}

// MARK: - Links

extension HTMLAttribute {
    /// Where a form is sent.
    package static func action(_ link: PageLink) -> Self { Self("action", link.text) }
    /// Where a link leads.
    package static func href(_ link: PageLink) -> Self { Self("href", link.text) }
    /// What a linked file is to the document.
    static func rel(_ relation: String) -> Self { Self("rel", relation) }
}

// MARK: - Names and texts

extension HTMLAttribute {
    /// The names by which the style sheet knows the element.
    package static func `class`(_ names: String) -> Self { Self("class", names) }
    /// The name of the element in its document.
    package static func id(_ name: String) -> Self { Self("id", name) }
    /// The language of the content.
    static func lang(_ tag: String) -> Self { Self("lang", tag) }
    /// The character encoding of the document.
    static func charset(_ name: String) -> Self { Self("charset", name) }
    /// The value of a fact.
    static func content(_ text: String) -> Self { Self("content", text) }
    /// An instant, for programs.
    package static func datetime(_ text: String) -> Self { Self("datetime", text) }
}

// MARK: - Controls

extension HTMLAttribute {
    /// How a form is sent.
    package enum Method: String, Sendable {
        /// In the query of its action.
        case get
        /// In a body.
        case post
    }

    /// The kinds of control.
    package enum InputType: String, Sendable {
        /// Files of the reader.
        case file
        /// A value that the reader does not see.
        case hidden
        /// What is searched for.
        case search
    }

    /// How the form is sent.
    package static func method(_ method: Method) -> Self { Self("method", method.rawValue) }
    /// The form is sent as `multipart/form-data`: files can be sent in no other way, and nothing else is taken.
    package static var multipart: Self { Self("enctype", "multipart/form-data") }
    /// The kind of the control.
    package static func type(_ type: InputType) -> Self { Self("type", type.rawValue) }
    /// The name under which a control is sent.
    package static func name(_ name: String) -> Self { Self("name", name) }
    /// The value of a control.
    package static func value(_ value: String) -> Self { Self("value", value) }
    /// The control that a label names.
    package static func `for`(_ id: String) -> Self { Self("for", id) }
    /// The control takes several values.
    package static var multiple: Self { Self("multiple", nil) }
    /// The form is not sent without a value.
    package static var required: Self { Self("required", nil) }
    /// The element is not shown.
    package static var hidden: Self { Self("hidden", nil) }
    /// The end of the scale.
    package static func max(_ number: UInt64) -> Self { Self("max", String(number)) }
    /// A place on the scale.
    package static func value(_ number: UInt64) -> Self { Self("value", String(number)) }
    /// From where on the scale a quantity is a high one.
    static func high(_ number: UInt64) -> Self { Self("high", String(number)) }
    /// The octets that one file may have, for the script.
    static func limit(_ octets: UInt64) -> Self { Self("data-limit", String(octets)) }
}

// MARK: - Accessibility

extension HTMLAttribute {
    /// What an element is to its reader.
    package enum Role: String, Sendable {
        /// An error, which is told at once.
        case alert
        /// What the last action did.
        case status
        /// Where one looks for something.
        case search
    }

    /// What the element is to its reader.
    package static func role(_ role: Role) -> Self { Self("role", role.rawValue) }
    /// The name of the element where its text is none.
    package static func label(_ text: String) -> Self { Self("aria-label", text) }
    /// The element whose text is the name of this one.
    package static func labelled(by id: String) -> Self { Self("aria-labelledby", id) }
    /// The element whose text explains this one.
    package static func described(by id: String) -> Self { Self("aria-describedby", id) }
    /// The link leads to the page that it is on.
    static var currentPage: Self { Self("aria-current", "page") }
    /// The element says nothing that its neighbours do not say.
    static var decorative: Self { Self("aria-hidden", "true") }
    /// The header is that of its column.
    static var columnScope: Self { Self("scope", "col") }
    /// The header is that of its row.
    static var rowScope: Self { Self("scope", "row") }
    /// The element can have the focus, though not by the tab key.
    static var focusable: Self { Self("tabindex", "-1") }
}

// MARK: - Shapes

extension HTMLAttribute {
    /// The coordinates of a picture.
    static func viewBox(_ text: String) -> Self { Self("viewBox", text) }
    /// The centre of a circle, from the left.
    static func centreX(_ number: Int) -> Self { Self("cx", String(number)) }
    /// The centre of a circle, from the top.
    static func centreY(_ number: Int) -> Self { Self("cy", String(number)) }
    /// The radius of a circle.
    static func radius(_ number: Int) -> Self { Self("r", String(number)) }
    /// The colour of a shape.
    static func fill(_ color: CalendarColor) -> Self { Self("fill", color.text) }
}
