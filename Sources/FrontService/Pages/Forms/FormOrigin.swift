import HTTPTypes
import ServiceSupport
import WebDAV

/// The check of where a form comes from, beside ``CrossSiteRequest``, which is made for every change.
///
/// A browser that does not send `Sec-Fetch-Site` (old ones, and all where the front is reached by plain HTTP from another
/// machine) sends `Origin` with every form (HTML, "append a request `Origin` header").
enum FormOrigin {
    /// Checks that a page of the service sent a form.
    ///
    /// - Parameters:
    ///   - request: The head of the request.
    ///   - publicURL: Where browsers reach the service.
    /// - Throws: `WebDAVError` 403.
    static func check(_ request: HTTPRequest, publicURL: ServiceURL) throws(WebDAVError) {
        guard request.headerFields[.secFetchSite] == nil else { return }
        guard request.headerFields[.origin] == publicURL.origin else {
            throw WebDAVError(.forbidden, "A form of another site cannot change anything here.")
        }
    }
}
