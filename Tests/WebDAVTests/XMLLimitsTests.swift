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

    @Test(.timeLimit(.minutes(1)))
    func `a long namespace name is refused where it is declared, so that no element inherits it`() {
        let name = String(repeating: "u", count: 1 << 20)
        let heirs = String(repeating: "<b/>", count: 40_000)
        for text in ["<a xmlns='\(name)'>\(heirs)</a>", "<a>\n<p:b xmlns:p='\(name)'>\(heirs)</p:b></a>"] {
            let line = text.contains("\n") ? 2 : 1
            #expect(throws: XMLError.namespaceTooLong(line: line, limit: 256)) {
                try XMLDocument.parse(Array(text.utf8))
            }
        }
    }

    @Test func `a namespace name of any usual length is read`() throws {
        let name = String(repeating: "u", count: 256)
        #expect(try XMLDocument.parse(Array("<a xmlns='\(name)'/>".utf8)).name.namespace == name)
    }

    @Test func `a long xml:lang is refused, so that no property in its scope repeats it`() throws {
        let language = String(repeating: "x", count: 64)
        #expect(
            try XMLDocument.parse(Array("<a><b xml:lang='\(language)'/></a>".utf8)).children[0].language == language
        )
        for text in ["<a xml:lang='\(language)x'><b/></a>", "<a>\n<b p='1' xml:lang='\(language)x'/></a>"] {
            let line = text.contains("\n") ? 2 : 1
            #expect(throws: XMLError.languageTooLong(line: line, limit: 64)) {
                try XMLDocument.parse(Array(text.utf8))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [" %='1'", " xmlns:%='u'"])
    func `hundreds of thousands of attributes are refused before they are compared`(attribute: String) throws {
        let tag = attributes(attribute, count: 4_000_000 / (attribute.utf8.count + 6))
        #expect(throws: XMLError.tooManyAttributes(line: 2, limit: 32)) {
            try XMLDocument.parse(Array("<a>\n\(tag)</a>".utf8))
        }
        var sixteenBit: [UInt8] = [0xFF, 0xFE]
        for unit in "<a>\n\(tag)</a>".utf16.prefix(2_000_000) {
            sixteenBit += [UInt8(unit & 255), UInt8(unit >> 8)]
        }
        #expect(throws: XMLError.tooManyAttributes(line: 2, limit: 32)) { try XMLDocument.parse(sixteenBit) }
    }

    private func attributes(_ form: String, count: Int) -> String {
        let parts = form.split(separator: "%", omittingEmptySubsequences: false)
        return "<b" + (0..<count).map { "\(parts[0])a\($0)\(parts[1])" }.joined() + "/>"
    }

    @Test func `text with many equals signs is read, up to what no calendar has`() throws {
        let rules = String(repeating: "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n", count: 1300)
        #expect(try XMLDocument.parse(Array("<a>\(rules)</a>".utf8)).text == rules)
    }
}
