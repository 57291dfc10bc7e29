import HTTPTypes

/// The Destination field of COPY and MOVE (RFC 4918 §10.3).
package struct Destination: Hashable, Sendable {
    /// The href as written; its target is never nil.
    package let href: Href

    /// What the href names.
    package let target: Href.Target

    /// Parses a field value.
    ///
    /// - Parameter fieldValue: The value, nil where the field is absent.
    /// - Throws: `WebDAVError` 400 where it is absent or malformed.
    package init(parsing fieldValue: String?) throws(WebDAVError) {
        // RFC 4918 §9.8: "The Destination request header MUST be present"; §10.3: Destination = "Destination" ":" Simple-ref
        guard let fieldValue else { throw WebDAVError(.badRequest, "The Destination field is missing.") }
        href = Href(written: fieldValue)
        guard let target = href.target else { throw WebDAVError(.badRequest, "The Destination field is malformed.") }
        self.target = target
    }
}
