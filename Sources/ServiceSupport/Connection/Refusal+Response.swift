import FoundationEssentials
import HTTPSemantics
import NIOCore
import NIOHTTP1

extension Refusal {
    /// Returns the whole response: a problem document, and the end of the connection.
    func response() -> (HTTPResponseHead, ByteBuffer) {
        let details = ProblemDetails(status: Int(status.code), code: code, title: title)
        let body = ByteBuffer(bytes: details.serialised())
        let headers: HTTPHeaders = [
            "content-type": "application/problem+json",
            "content-length": String(body.readableBytes),
            "cache-control": "no-store",
            "date": HTTPDate.format(Date()),
            "connection": "close",
        ]
        return (HTTPResponseHead(version: .http1_1, status: status, headers: headers), body)
    }
}
