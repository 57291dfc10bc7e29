import HTTPTypes
import WebDAV

extension CrossSiteRequest {
    /// Checks that no page of another origin loads one of ours as an image, in a frame, or by script.
    ///
    /// It could not read what it gets, but each page counts as one of the user's reports while it is made, which
    /// calendar clients then lack. A link to a page may be followed from anywhere: `Sec-Fetch-Dest` (W3C Fetch Metadata
    /// §2.1) is `document` then.
    ///
    /// - Throws: `WebDAVError` 403.
    static func checkPage(_ request: HTTPRequest) throws(WebDAVError) {
        guard let site = request.headerFields[.secFetchSite], !["same-origin", "none"].contains(site) else { return }
        guard request.headerFields[.secFetchDest] == "document" else {
            throw WebDAVError(.forbidden, "A page of another site cannot load this one, and can only link to it.")
        }
    }
}
