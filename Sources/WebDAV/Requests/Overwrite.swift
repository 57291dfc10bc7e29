import HTTPTypes

/// The Overwrite field of COPY and MOVE (RFC 4918 §10.6).
package enum Overwrite: String, Hashable, Sendable {
    /// A resource at the destination is replaced.
    case allowed = "T"

    /// A resource at the destination makes the request fail with 412.
    case refused = "F"

    /// Parses a field value.
    ///
    /// - Parameter fieldValue: The value, nil where the field is absent.
    /// - Throws: `WebDAVError` 400 for any value but T and F.
    package init(parsing fieldValue: String?) throws(WebDAVError) {
        // RFC 4918 §10.6: "If the Overwrite header is not included in a COPY or MOVE request, then the resource MUST treat
        // the request as if it has an Overwrite header of value "T"."
        guard let overwrite = Overwrite(rawValue: fieldValue?.uppercased() ?? "T") else {
            throw WebDAVError(.badRequest, "The Overwrite field is neither T nor F.")
        }
        self = overwrite
    }
}
