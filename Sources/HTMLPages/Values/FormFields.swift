/// What every form of the pages carries, and what its fields are called.
package struct FormFields: Hashable, Sendable {
    /// The names of the fields.
    package enum Name {
        /// The token, which comes before all else.
        package static let token = "token"
        /// The entity tag of the event that the page showed.
        package static let entityTag = "etag"
        /// The instances that get a file.
        package static let instances = "rid"
        /// A file.
        package static let file = "file"
    }

    /// What proves that a page of the service made the form.
    let token: String

    /// The entity tag of the event that the page shows.
    let entityTag: String

    /// Makes what the forms of a page carry.
    package init(token: String, entityTag: String) {
        self.token = token
        self.entityTag = entityTag
    }
}

extension HTMLWriter {
    /// Writes a form that is sent by POST as `multipart/form-data`; the token is its first field.
    ///
    /// - Parameters:
    ///   - action: Where it is sent.
    ///   - fields: What it carries.
    ///   - attributes: Its other attributes.
    ///   - content: Writes its controls.
    mutating func form(
        to action: PageLink,
        carrying fields: FormFields,
        _ attributes: [HTMLAttribute] = [],
        _ content: (inout HTMLWriter) -> Void
    ) {
        element(.form, [.method(.post), .action(action), .multipart] + attributes) { html in
            html.element(.input, [.type(.hidden), .name(FormFields.Name.token), .value(fields.token)])
            html.element(.input, [.type(.hidden), .name(FormFields.Name.entityTag), .value(fields.entityTag)])
            content(&html)
        }
    }
}
