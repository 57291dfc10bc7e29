package import CalendarStore
package import HTTPSemantics
import HTTPTypes
import Hummingbird
package import WebDAV

/// The conditions of a request on the calendar object resource that it names.
package struct RequestConditions: Sendable {
    private let conditional: ConditionalRequest
    private let ifHeader: IfHeader?
    private let path: ResourcePath

    /// Reads If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, and If.
    ///
    /// - Throws: `WebDAVError` 400 for a field that is malformed.
    package init(_ request: FrontRequest) throws(WebDAVError) {
        let fields = request.request.headers
        path = request.resource
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
    }

    /// Returns what the conditions say about an object.
    ///
    /// - Parameters:
    ///   - current: The object, or nil where there is none.
    ///   - isSafe: Whether the method is GET or HEAD.
    /// - Returns: Whether to perform the method.
    package func evaluate(current: CalendarObjectSummary?, isSafe: Bool) -> ConditionalRequest.Outcome {
        let tag = current.map { EntityTag(strong: $0.etag) }
        guard satisfiesIf(tag) else { return .preconditionFailed }
        return conditional.evaluate(current: tag, modified: current?.modified, isSafe: isSafe)
    }

    /// RFC 4918 §10.4: one list of the If field must hold.
    ///
    /// There are no locks, so no state token ever matches; a list about another resource is taken not to hold.
    private func satisfiesIf(_ tag: EntityTag?) -> Bool {
        guard let ifHeader else { return true }
        return ifHeader.isSatisfied { resource in
            let isThis = resource.map { ResourcePath($0) == path } ?? true
            return IfHeader.ResourceState(entityTag: isThis ? tag : nil)
        }
    }
}
