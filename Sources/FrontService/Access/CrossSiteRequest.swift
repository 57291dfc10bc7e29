import HTTPTypes
import WebDAV

/// The refusal of changes that a page of another site makes a browser send.
///
/// A browser that was given the password once, to open an attachment, sends it along with a form of any page. It says
/// where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata §2.3); calendar clients have no such field.
enum CrossSiteRequest {
    private static let reading: Set<HTTPRequest.Method> = [.get, .head, .propfind, .report]

    /// Checks that a request changes nothing, or that no page of another origin made a browser send it.
    ///
    /// A link may be followed from anywhere: reading is never refused.
    ///
    /// - Throws: `WebDAVError` 403.
    static func check(_ request: HTTPRequest) throws(WebDAVError) {
        guard !reading.contains(request.method), let site = request.headerFields[.secFetchSite] else { return }
        guard ["same-origin", "none"].contains(site) else {
            throw WebDAVError(.forbidden, "A page of another site cannot change anything here.")
        }
    }
}
