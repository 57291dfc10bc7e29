package import HTTPSemantics
package import HTTPTypes
package import WebDAV

/// The fields of a request that state conditions, read and not yet held against anything.
package struct ConditionFields: Sendable {
    /// If-Match, If-None-Match, If-Modified-Since, and If-Unmodified-Since (RFC 9110 §13).
    package let conditional: ConditionalRequest

    /// If (RFC 4918 §10.4), where the request has it.
    package let ifHeader: IfHeader?

    /// Whether the request has If-Schedule-Tag-Match (RFC 6638 §8.3).
    package let namesScheduleTag: Bool

    /// Reads the fields.
    ///
    /// - Throws: `WebDAVError` 400 for a field that is malformed.
    package init(_ fields: HTTPFields) throws(WebDAVError) {
        do {
            conditional = try ConditionalRequest(
                ifMatch: fields[.ifMatch],
                ifNoneMatch: fields[.ifNoneMatch],
                ifModifiedSince: fields[.ifModifiedSince],
                ifUnmodifiedSince: fields[.ifUnmodifiedSince]
            )
        } catch {
            throw WebDAVError(.badRequest, error.description)
        }
        ifHeader = try fields[.if].map { (value) throws(WebDAVError) in try IfHeader(parsing: value) }
        namesScheduleTag = fields[.ifScheduleTagMatch] != nil
    }
}
