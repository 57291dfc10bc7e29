import FoundationEssentials
import HTTPSemantics
import Testing

@Suite struct ProblemDetailsTests {
    @Test func `RFC 9457 §3 the members are written under their names, absent ones not at all`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let problem = ProblemDetails(status: 403, code: "expired", title: "The link has expired.")
        let json = String(decoding: try encoder.encode(problem), as: UTF8.self)
        #expect(json == #"{"code":"expired","status":403,"title":"The link has expired."}"#)
    }

    @Test func `problem details are read back`() throws {
        let problem = ProblemDetails(status: 413, code: "too-large", title: "T", detail: "D", extra: ["limit": "9"])
        #expect(try JSONDecoder().decode(ProblemDetails.self, from: JSONEncoder().encode(problem)) == problem)
    }

    @Test func `RFC 9457 §6.1 the media type is application slash problem+json`() {
        #expect(ProblemDetails.mediaType.description == "application/problem+json")
    }
}
