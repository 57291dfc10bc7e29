import HTTPSemantics
import Testing

@Suite struct MediaTypeTests {
    @Test(arguments: [
        "text/html;charset=utf-8", "Text/HTML;Charset=\"utf-8\"", "text/html; charset=\"utf-8\"",
        "text/html ; charset=utf-8;",
    ])
    func `RFC 9110 §8.3.1 the equivalent examples are equal`(field: String) throws {
        let type = try #require(MediaType(parsing: field))
        #expect(type.essence == "text/html")
        #expect(type.parameter("CHARSET") == "utf-8")
        #expect(type.description == "text/html; charset=utf-8")
    }

    @Test(arguments: [
        "", "text", "text/", "/plain", "text/plain/x", "text/plain; charset", "text/plain; a=b c", "te xt/plain",
        "text/plain\r\nX: y", "text/plain; a=\"b",
    ])
    func `RFC 9110 §8.3.1 what is no media type is refused`(field: String) {
        #expect(MediaType(parsing: field) == nil)
    }

    @Test func `a parameter that is no token is quoted`() throws {
        let type = try #require(MediaType(parsing: #"multipart/mixed; boundary="a \"b\"""#))
        #expect(type.parameter("boundary") == #"a "b""#)
        #expect(type.description == #"multipart/mixed; boundary="a \"b\"""#)
    }
}
