import HTTPTypes
import ServiceSupport

/// The brief requests of a front: those to a single object or attachment whose handler says that they are, and OPTIONS.
struct BriefResources: BriefRequests {
    /// The handlers.
    let routes: RouteTable

    /// Returns whether the handler of a request calls it brief.
    func isBrief(_ head: HTTPRequest) -> Bool {
        if head.method == .options { return true }
        guard let path = head.path, let kind = Self.kind(ofMemberAt: path) else { return false }
        return routes.handler(of: head.method, on: kind)?.isBrief(head) ?? false
    }

    /// Returns the kind of a resource that is no collection by the shape of its path, without parsing it; nil for any other.
    ///
    /// A path that turns out to be no valid one is refused in no time.
    private static func kind(ofMemberAt target: String) -> ResourceKind? {
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        guard path.last != UInt8(ascii: "/") else { return nil }
        let slashes = path.reduce(0) { $1 == UInt8(ascii: "/") ? $0 + 1 : $0 }
        if slashes == 4, path.starts(with: "/calendars/".utf8) { return .object }
        if slashes == 3, path.starts(with: "/attachments/".utf8) { return .attachment }
        return nil
    }
}
