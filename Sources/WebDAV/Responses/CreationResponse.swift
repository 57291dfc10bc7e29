/// The body of an answer to an extended MKCOL or a MKCALENDAR whose properties could not all be set.
package enum CreationResponse {
    /// Returns the document.
    ///
    /// RFC 5689 §3: it has the status of each property of the request; those that could have been set have 424.
    ///
    /// - Parameters:
    ///   - root: `DAV:mkcol-response` (RFC 5689 §5.2) or `CALDAV:mkcalendar-response` (RFC 4791 §9.3).
    ///   - groups: The properties by status.
    /// - Returns: The document.
    package static func document(_ root: XMLName, _ groups: [PropStat]) -> [UInt8] {
        XMLDocument.serialise(XMLElement(root, groups.map(\.element)))
    }
}
