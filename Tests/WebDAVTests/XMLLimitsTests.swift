import Testing
import WebDAV

@Suite struct XMLLimitsTests {
    private let limits = XMLLimits(maximumOctets: 200, maximumDepth: 4, maximumElements: 6, maximumAttributes: 3)

    private func parse(_ text: String) throws -> XMLElement {
        try XMLDocument.parse(Array(text.utf8), limits: limits)
    }

    @Test func `the size is limited in octets`() throws {
        let frame = "<a></a>".utf8.count
        _ = try parse("<a>\(String(repeating: "x", count: 200 - frame))</a>")
        #expect(throws: XMLError.tooLarge(limit: 200)) {
            try parse("<a>\(String(repeating: "x", count: 201 - frame))</a>")
        }
    }

    @Test func `the depth is limited`() throws {
        _ = try parse("<a><b><c><d/></c></b></a>")
        #expect(throws: XMLError.tooDeep(line: 2, limit: 4)) { try parse("<a><b><c><d>\n<e/></d></c></b></a>") }
    }

    @Test func `the number of elements is limited`() throws {
        _ = try parse("<a><b/><b/><b/><b/><b/></a>")
        #expect(throws: XMLError.tooManyElements(line: 1, limit: 6)) { try parse("<a><b/><b/><b/><b/><b/><b/></a>") }
    }

    @Test func `attributes and namespace declarations are limited together`() throws {
        _ = try parse("<a p='1' q='2' xmlns:r='u'/>")
        #expect(throws: XMLError.tooManyAttributes(line: 1, limit: 3)) {
            try parse("<a p='1' q='2' xmlns:r='u' xmlns='v'/>")
        }
    }

    @Test func `a document beyond the standard limits is refused without being built`() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(throws: XMLError.tooDeep(line: 1, limit: 32)) { try XMLDocument.parse(Array(deep.utf8)) }
        let wide = "<a>" + String(repeating: "<b/>", count: 60_000) + "</a>"
        #expect(throws: XMLError.tooManyElements(line: 1, limit: 50_000)) { try XMLDocument.parse(Array(wide.utf8)) }
    }

    @Test func `a large text within the limits is read whole`() throws {
        let text = String(repeating: "Zeile äöü\n", count: 200_000)
        #expect(try XMLDocument.parse(Array("<a>\(text)</a>".utf8)).text == text)
    }
}
