import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport
import WebDAV

/// What the head of a COPY or a MOVE says, checked.
struct TransferHead: Sendable {
    /// Where the resource goes; nil for a place where nothing can be.
    let destination: ResourcePath?

    /// Whether what is there may be replaced.
    let overwrite: Overwrite

    /// How much of a collection is copied.
    let depth: Depth

    /// The conditions on the current resource.
    let conditions: RequestConditions

    /// What the client would like to get back.
    let preferences: Preferences

    /// Reads and checks the fields.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - publicURL: The URL by which clients know the service.
    /// - Throws: `WebDAVError` 400 for a field that is missing or malformed, 502 for a destination on another server, 409
    ///   for one in something that is no collection, 403 where it is the resource itself.
    init(_ request: FrontRequest, publicURL: ServiceURL) throws(WebDAVError) {
        let fields = request.request.headers
        let target = try Destination(parsing: fields[.destination])
        overwrite = try Overwrite(parsing: fields[.overwrite])
        depth = try Depth(parsing: fields[.depth], default: .infinity)
        conditions = try RequestConditions(request)
        preferences = Preferences(parsing: fields[values: .prefer])
        let authority = request.request.head.authority
        // RFC 4918 §9.8.5: "502 (Bad Gateway) - This may occur when the destination is on another server".
        guard Self.isOwn(target.target.origin, publicURL.origin, authority: authority) else {
            throw WebDAVError(.badGateway, "The destination is on another server.")
        }
        destination = ResourcePath(target.href)
        // RFC 4918 §9.8.5: "409 (Conflict) - A resource cannot be created at the destination until one or more intermediate
        // collections have been created." §9.9.4 says so of MOVE. Of calendars RFC 4791 §5.3.2.1 says it by a condition.
        let isPlaced = destination != nil || ResourcePath.isInCollection(target.target.segments)
        guard isPlaced || request.resource.isCollection else { throw WebDAVError.parentMissing }
        // RFC 4918 §9.8.5: "403 (Forbidden) - The operation is forbidden. A special case for COPY could be that the source
        // and destination resources are the same resource." §9.9.4 says so of MOVE.
        guard destination != request.resource else {
            throw WebDAVError(.forbidden, "The destination is the resource itself.")
        }
    }

    /// Returns whether an origin is this service: by its public name, or by that which the client uses.
    private static func isOwn(_ origin: String?, _ publicOrigin: String, authority: String?) -> Bool {
        guard let origin else { return true }
        let own = [publicOrigin.lowercased()] + ["http://", "https://"].map { $0 + (authority ?? "").lowercased() }
        return own.contains { withoutDefaultPort($0) == withoutDefaultPort(origin) }
    }

    private static func withoutDefaultPort(_ origin: String) -> Substring {
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")]
        where origin.hasPrefix(scheme) && origin.hasSuffix(port) {
            return origin.dropLast(port.count)
        }
        return origin[...]
    }
}
