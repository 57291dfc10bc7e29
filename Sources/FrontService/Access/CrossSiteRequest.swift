import HTTPTypes
import ServiceSupport
import WebDAV

/// The refusal of changes that a page of another site makes a browser send.
///
/// A browser that was given the password once, to open an attachment, sends it along with a form of any page. It says
/// where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata §2.3), which no script can set. One that does not
/// (an old one, and each where the front is reached by plain HTTP from another machine) says it in `Origin`, which it
/// sends with every form, and with every other request that changes something (Fetch, "append a request `Origin`
/// header"). Most calendar clients send neither; Thunderbird sends what a browser would, for a page of the very service.
enum CrossSiteRequest {
    private static let reading: Set<HTTPRequest.Method> = [.get, .head, .propfind, .report]

    /// Checks that a request changes nothing, or that no page of another origin made a browser send it.
    ///
    /// A link may be followed from anywhere: reading is never refused.
    ///
    /// - Parameters:
    ///   - request: The head of the request.
    ///   - publicURL: Where browsers reach the service.
    ///   - isForm: Whether the request is a form of a page, which a browser alone sends: it has to say where it is from.
    /// - Throws: `WebDAVError` 403.
    static func check(_ request: HTTPRequest, publicURL: ServiceURL, isForm: Bool) throws(WebDAVError) {
        guard !reading.contains(request.method) else { return }
        let own = comesFromOwnSite(request) ?? comesFromOwnOrigin(request, publicURL, isForm: isForm) ?? !isForm
        guard own else {
            throw WebDAVError(.forbidden, "A page of another site cannot change anything here.")
        }
    }

    private static func comesFromOwnSite(_ request: HTTPRequest) -> Bool? {
        request.headerFields[.secFetchSite].map { ["same-origin", "none"].contains($0) }
    }

    /// RFC 6454 §7.3: "Whenever a user agent issues an HTTP request from a "privacy-sensitive" context, the user agent MUST
    /// send the value "null" in the Origin header field." That may be any page, so it is not ours.
    ///
    /// A form has to come from the public URL. A program may know the service by another address; it is none of another
    /// site as long as it names the one that it sends the request to.
    private static func comesFromOwnOrigin(_ request: HTTPRequest, _ publicURL: ServiceURL, isForm: Bool) -> Bool? {
        guard let origin = request.headerFields[.origin] else { return nil }
        let addressed = request.authority.map { "\(publicURL.scheme)://\($0.lowercased())" }
        return origin == publicURL.origin || (!isForm && origin == addressed)
    }
}
