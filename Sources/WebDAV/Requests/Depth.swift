import HTTPTypes

/// The Depth field (RFC 4918 §10.2).
package enum Depth: String, Hashable, Sendable {
    /// The resource alone.
    case zero = "0"

    /// The resource and its internal members.
    case one = "1"

    /// The resource and all its members.
    case infinity

    /// Parses a field value; an absent field means the method's default.
    ///
    /// - Throws: `WebDAVError` 400 for any other value.
    package init(parsing fieldValue: String?, default absent: Depth) throws(WebDAVError) {
        guard let fieldValue else {
            self = absent
            return
        }
        guard let depth = Depth(rawValue: fieldValue.lowercased()) else {
            throw WebDAVError(.badRequest, "The Depth field is neither 0 nor 1 nor infinity.")
        }
        self = depth
    }

    /// Checks that a report is asked for at Depth 0.
    ///
    /// RFC 3744 §9.2 to §9.5: "This report is only defined when the Depth header has value "0"; other values result in a 400
    /// (Bad Request) error response."
    ///
    /// - Throws: `WebDAVError` 400 for another depth.
    package func requireZero(for report: XMLName) throws(WebDAVError) {
        guard self == .zero else { throw WebDAVError(.badRequest, "The Depth of the report \(report.local) is 0.") }
    }
}
