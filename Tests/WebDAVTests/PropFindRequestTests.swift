import HTTPTypes
import Testing
import WebDAV

@Suite struct PropFindRequestTests {
    private func selection(_ text: String) throws(XMLError) -> PropertySelection {
        try PropFindRequest(parsing: Array(text.utf8)).selection
    }

    @Test func `RFC 4918 §9.1.3 named properties`() throws {
        let names = ["bigbox", "author", "DingALing", "Random"]
            .map { XMLElement(XMLName(namespace: "http://ns.example.com/boxschema/", local: $0)) }
        #expect(try selection(RFC4918Examples.retrievingNamedProperties) == .properties(names))
    }

    @Test func `RFC 4918 §9.1.4 property names`() throws {
        #expect(try selection(RFC4918Examples.retrievingPropertyNames) == .names)
    }

    @Test func `RFC 4918 §9.1.5 allprop`() throws {
        #expect(try selection(RFC4918Examples.allprop) == .allProperties(including: []))
    }

    @Test func `RFC 4918 §9.1.6 allprop with include`() throws {
        let included = [XMLName(dav: "supported-live-property-set"), DAVProperty.supportedReportSet]
        #expect(try selection(RFC4918Examples.include) == .allProperties(including: included))
    }

    @Test func `RFC 4918 §9.1 an empty body is an allprop`() throws {
        #expect(try selection("") == .allProperties(including: []))
    }

    @Test func `RFC 4918 appendix A.2 an unknown element is ignored`() throws {
        #expect(try selection(RFC4918Examples.unknownElements) == .names)
    }

    @Test func `RFC 4918 appendix A.1 a body of unknown elements alone is refused`() {
        #expect(throws: XMLError.missingElement(DAVElement.prop, in: DAVElement.propfind)) {
            try selection(RFC4918Examples.onlyUnknownElements)
        }
    }

    @Test(arguments: [
        "<propfind xmlns='DAV:'><prop/><propname/></propfind>", "<propfind xmlns='DAV:'><prop/><prop/></propfind>",
        "<propfind xmlns='DAV:'><prop/><include/></propfind>",
        "<propfind xmlns='DAV:'><allprop/><propname/></propfind>",
    ])
    func `RFC 4918 §14.20 kinds do not mix`(text: String) {
        do throws(XMLError) {
            _ = try selection(text)
            Issue.record("The body was accepted.")
        } catch {
            #expect(WebDAVError(error).status.code == 422)
        }
    }

    @Test func `another root is refused`() {
        let other = XMLName(namespace: "", local: "propfind")
        #expect(throws: XMLError.unexpectedRoot(other, expected: [DAVElement.propfind])) {
            try selection("<propfind/>")
        }
    }

    @Test func `a property that is named twice is asked for once`() throws {
        let text = "<propfind xmlns='DAV:'><prop><getetag/><owner/><getetag/></prop></propfind>"
        #expect(try selection(text) == .properties([XMLElement(DAVProperty.getETag), XMLElement(DAVProperty.owner)]))
    }

    @Test func `the content of a named property is kept`() throws {
        let text = "<propfind xmlns='DAV:'><prop><x p='1'><y/></x></prop></propfind>"
        let request = try #require(try selection(text).request(for: XMLName(dav: "x")))
        #expect(request.attribute("p") == "1")
        #expect(request.children.count == 1)
    }
}
