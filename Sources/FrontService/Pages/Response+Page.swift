import HTMLPages
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// Makes an answer that shows a page, which nobody keeps.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - status: The status.
    ///   - user: The name of who is logged in; nil where that is not known.
    /// - Returns: The answer.
    static func page(_ page: some Page, status: HTTPResponse.Status = .ok, for user: String?) -> Response {
        let frame = PageFrame(files: PageAsset.files, home: PagePath.home.link(), user: user)
        var headers = PageHeaders.fields
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        let document = ByteBuffer(string: frame.document(page))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: document))
    }

    /// Makes an answer that has the browser get a page.
    ///
    /// RFC 9110 §15.4.4: 303 is for "redirecting the user agent to a different resource […] to provide an indirect
    /// response to the original request", by GET whatever the method was.
    ///
    /// - Parameter link: The page.
    /// - Returns: The answer.
    static func seeOther(_ link: PageLink) -> Response {
        var headers = PageHeaders.fields
        headers[.location] = link.text
        headers[.cacheControl] = "no-store"
        return Response(status: .seeOther, headers: headers)
    }
}
