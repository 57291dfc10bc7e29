package import CalendarStore
package import HTTPSemantics
import Hummingbird
package import WebDAV

/// The conditions of a request on the calendar object resource that it names.
package struct RequestConditions: Sendable {
    private let conditional: ConditionalRequest
    private let ifHeader: IfHeader?
    private let namesScheduleTag: Bool
    private let path: ResourcePath

    /// Reads If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, If, and If-Schedule-Tag-Match.
    ///
    /// - Throws: `WebDAVError` 400 for a field that is malformed.
    package init(_ request: FrontRequest) throws(WebDAVError) {
        self.init(try ConditionFields(request.request.headers), on: request.resource)
    }

    /// Makes the conditions that fields state on the resource at a path.
    package init(_ fields: ConditionFields, on path: ResourcePath) {
        conditional = fields.conditional
        ifHeader = fields.ifHeader
        namesScheduleTag = fields.namesScheduleTag
        self.path = path
    }

    /// The resources whose state the If field asks for, the one that the request names among them.
    var namedResources: Set<ResourcePath> {
        Set(ifHeader?.lists.compactMap { named($0.resource) } ?? [])
    }

    /// Returns what the conditions say about an object.
    ///
    /// - Parameters:
    ///   - current: The object, or nil where there is none.
    ///   - isSafe: Whether the method is GET or HEAD.
    ///   - states: The states of the resources that the If field names; the entity tag of this one comes from `current`.
    /// - Returns: Whether to perform the method.
    package func evaluate(
        current: CalendarObjectSummary?,
        isSafe: Bool,
        states: ResourceStates = .unknown
    ) -> ConditionalRequest.Outcome {
        // RFC 6638 §8.3: the field "is used with a method to make it conditional", with a value "of a scheduling object
        // resource previously retrieved from the server". No resource of this one has a schedule tag, so none matches.
        guard !namesScheduleTag else { return .preconditionFailed }
        let tag = current.map { EntityTag(strong: $0.etag) }
        guard satisfiesIf(tag, states) else { return .preconditionFailed }
        return conditional.evaluate(current: tag, modified: current?.modified, isSafe: isSafe)
    }

    /// RFC 4918 §10.4: one list of the If field must hold.
    ///
    /// There are no locks, so no lock token ever matches; a list about a resource that is not known does not hold.
    private func satisfiesIf(_ tag: EntityTag?, _ states: ResourceStates) -> Bool {
        guard let ifHeader else { return true }
        return ifHeader.isSatisfied { resource in
            guard let target = named(resource) else { return ResourceStates.unknownState }
            let state = states[target]
            return target == path ? IfHeader.ResourceState(entityTag: tag, stateTokens: state.stateTokens) : state
        }
    }

    /// Returns the resource that a tag of the If field names; nil where it is none of this service.
    private func named(_ tag: Href?) -> ResourcePath? {
        guard let tag else { return path }
        return ResourcePath(tag)
    }
}
