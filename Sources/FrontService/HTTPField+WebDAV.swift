import HTTPTypes

extension HTTPField.Name {
    /// `DAV` (RFC 4918 §10.1).
    static let dav = HTTPField.Name.known("DAV")
    /// `Depth` (RFC 4918 §10.2).
    static let depth = HTTPField.Name.known("Depth")
    /// `Destination` (RFC 4918 §10.3).
    static let destination = HTTPField.Name.known("Destination")
    /// `If` (RFC 4918 §10.4).
    static let `if` = HTTPField.Name.known("If")
    /// `If-Schedule-Tag-Match` (RFC 6638 §8.3).
    static let ifScheduleTagMatch = HTTPField.Name.known("If-Schedule-Tag-Match")
    /// `Overwrite` (RFC 4918 §10.6).
    static let overwrite = HTTPField.Name.known("Overwrite")
    /// `Prefer` (RFC 7240 §2).
    static let prefer = HTTPField.Name.known("Prefer")
    /// `Preference-Applied` (RFC 7240 §3).
    static let preferenceApplied = HTTPField.Name.known("Preference-Applied")
    /// `Sec-Fetch-Site` (W3C Fetch Metadata §2.3).
    static let secFetchSite = HTTPField.Name.known("Sec-Fetch-Site")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a token.") }
        return field
    }
}
