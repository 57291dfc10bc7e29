import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import WebDAV

extension Response {
    /// Makes an answer with a short XML body, which is never cached.
    static func xml(_ status: HTTPResponse.Status, _ document: [UInt8]) -> Response {
        Response(
            status: status,
            headers: [.contentType: MediaType.xml.description, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: document))
        )
    }

    /// Makes a 207 answer about the properties of one resource.
    static func properties(_ groups: [PropStat], of path: ResourcePath) -> Response {
        let response = MultistatusResponse(Href(written: path.href), properties: groups)
        return xml(.multiStatus, MultistatusWriter.document([response]))
    }
}
