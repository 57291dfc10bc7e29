import BlobAPI
import HTTPTypes
import InternalServing
import ServiceSupport
import Testing

/// The rule by which calls of the internal API are brief.
struct BriefOperationsTests {
    private let rule = BriefOperations([.putReference, .describeBlob])

    private func head(_ method: HTTPRequest.Method, _ path: String, length: Int? = nil) -> HTTPRequest {
        var head = HTTPRequest(method: method, scheme: "http", authority: "x", path: path)
        head.headerFields[.contentLength] = length.map(String.init)
        return head
    }

    @Test func `a named operation is brief, whatever its parameters and its query`() {
        #expect(rule.isBrief(head(.put, "/internal/v1/domains/a-b/references/c?limit=7", length: 65_536)))
        #expect(rule.isBrief(head(.get, "/internal/v1/domains/a/blobs/0f/description")))
    }

    @Test func `a named operation with a longer body is not`() {
        #expect(!rule.isBrief(head(.put, "/internal/v1/domains/a/references/c", length: 65_537)))
        var chunked = head(.put, "/internal/v1/domains/a/references/c")
        chunked.headerFields[.transferEncoding] = "chunked"
        #expect(!rule.isBrief(chunked))
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/internal/v1/domains/a/blobs/0f"), (.get, "/internal/v1/domains/a/references/c"),
        (.put, "/internal/v1/domains/a/uploads/s/references/c"), (.get, "/metrics"), (.put, "/"), (.put, "*"),
    ])
    func `no other operation is`(method: HTTPRequest.Method, path: String) {
        #expect(!rule.isBrief(head(method, path)))
    }
}
