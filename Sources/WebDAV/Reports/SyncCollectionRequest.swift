/// The sync-collection report (RFC 6578 §3.2).
package struct SyncCollectionRequest: Hashable, Sendable {
    /// How deep a client wants to know of changes (RFC 6578 §6.3).
    package enum Level: String, Hashable, Sendable {
        /// The internal members of the collection.
        case one = "1"

        /// All members of the collection.
        case infinite
    }

    /// The token of the client's last answer; nil for a first synchronisation.
    package let syncToken: String?

    /// How deep the client wants to know of changes.
    package let level: Level

    /// The greatest number of responses that the client takes, at least one; nil for any.
    package let limit: Int?

    /// Which properties of changed members are asked for.
    package let selection: PropertySelection

    /// Reads the root element of the request.
    ///
    /// - Parameters:
    ///   - element: The element.
    ///   - depth: The Depth field of the request.
    /// - Throws: `XMLError` for an element that does not follow RFC 6578 §6.1.
    package init(_ element: XMLElement, depth: Depth) throws(XMLError) {
        // <!ELEMENT sync-collection (sync-token, sync-level, limit?, prop)>
        let token = try element.required(DAVElement.syncToken).trimmedText
        // RFC 6578 §3.4: the first request has an empty DAV:sync-token.
        syncToken = token.isEmpty ? nil : token
        level = try Self.level(in: element, depth: depth)
        limit = try Self.limit(in: element)
        selection = .properties(try element.required(DAVElement.prop).distinctChildren)
    }

    /// Returns the level, which says all that the Depth field could say.
    ///
    /// RFC 6578 §3.2 defines the report for Depth 0 alone. Clients in use send another Depth beside the level, which is
    /// not held against them; those of the drafts send a Depth in place of the level (appendix A).
    private static func level(in element: XMLElement, depth: Depth) throws(XMLError) -> Level {
        guard let written = element.first(ReportElement.syncLevel)?.trimmedText else {
            switch depth {
            case .one: return .one
            case .infinity: return .infinite
            case .zero: throw .missingElement(ReportElement.syncLevel, in: element.name)
            }
        }
        guard let level = Level(rawValue: written.lowercased()) else {
            throw .invalidValue(of: ReportElement.syncLevel, written)
        }
        return level
    }

    private static func limit(in element: XMLElement) throws(XMLError) -> Int? {
        // RFC 5323 §5.17: <!ELEMENT limit (nresults)>  <!ELEMENT nresults (#PCDATA)>, an unsigned integer
        guard let limit = element.first(ReportElement.limit) else { return nil }
        let count = try limit.required(ReportElement.nresults).trimmedText
        guard let number = Int(count), number > 0 else { throw .invalidValue(of: ReportElement.nresults, count) }
        return number
    }
}
