import HTTPTypes
import Testing
import WebDAV

@Suite struct MultistatusWriterTests {
    private let box = XMLName(namespace: "http://ns.example.com/boxschema/", local: "bigbox")
    private let random = XMLName(namespace: "http://ns.example.com/boxschema/", local: "Random")

    @Test func `RFC 4918 §9.1.3 properties come grouped by status`() throws {
        let href = Href(segments: ["container", "a b"], isCollection: false)
        let groups = PropStat.groups(found: [XMLElement(box, text: "A & B")], missing: [], forbidden: [random])
        let root = try XMLDocument.parse(MultistatusWriter.document([MultistatusResponse(href, properties: groups)]))
        #expect(root.name == DAVElement.multistatus)
        let response = try #require(root.first(DAVElement.response))
        #expect(response.first(DAVElement.href)?.text == "/container/a%20b")
        let propstats = response.all(DAVElement.propstat)
        #expect(propstats.map { $0.first(DAVElement.status)?.text } == ["HTTP/1.1 200 OK", "HTTP/1.1 403 Forbidden"])
        #expect(propstats[0].first(DAVElement.prop) == XMLElement(DAVElement.prop, [XMLElement(box, text: "A & B")]))
        #expect(propstats[1].first(DAVElement.prop) == XMLElement(DAVElement.prop, [XMLElement(random)]))
    }

    @Test func `RFC 8144 §2.1 a minimal response leaves out what is missing, but never everything`() {
        let found = XMLElement(box)
        #expect(PropStat.groups(found: [found], missing: [random], isMinimal: true) == [PropStat(.ok, [found])])
        #expect(PropStat.groups(found: [], missing: [random], isMinimal: true) == [PropStat(.ok, [])])
        #expect(PropStat.groups(found: []) == [PropStat(.ok, [])])
    }

    @Test func `RFC 8144 §2.1 a minimal response still tells of what may not be read`() {
        let groups = PropStat.groups(found: [], missing: [box], forbidden: [random], isMinimal: true)
        #expect(groups == [PropStat(.forbidden, [XMLElement(random)])])
    }

    @Test func `RFC 4918 §14.24 a response may have a status of its own, with the precondition that failed`() throws {
        let response = MultistatusResponse(
            Href(written: "/c/gone%zz.ics"),
            status: .locked,
            error: .lockTokenSubmitted([Href(written: "/c/")]),
            description: "It is locked."
        )
        let root = try XMLDocument.parse(MultistatusWriter.document([response]))
        let element = try #require(root.first(DAVElement.response))
        #expect(
            element.children == [
                XMLElement(DAVElement.href, text: "/c/gone%zz.ics"),
                XMLElement(DAVElement.status, text: "HTTP/1.1 423 Locked"),
                XMLElement(
                    DAVElement.error,
                    [XMLElement(XMLName(dav: "lock-token-submitted"), hrefs: [Href(written: "/c/")])]
                ),
                XMLElement(DAVElement.responsedescription, text: "It is locked."),
            ]
        )
    }

    @Test func `a response is written as its element is`() throws {
        let href = Href(written: "/c/a&b.ics")
        let foreign = XMLElement(
            box,
            attributes: [XMLAttribute(name: random, value: "1")],
            [XMLElement(random, text: "<")]
        )
        let responses = [
            MultistatusResponse(href, properties: [PropStat(.ok, []), PropStat(.ok, [foreign, XMLElement(random)])]),
            MultistatusResponse(href, properties: [PropStat(.forbidden, [foreign], error: .propfindFiniteDepth)]),
            MultistatusResponse(href, status: .notFound),
            MultistatusResponse(href, status: .forbidden, error: .propfindFiniteDepth, description: "No \"members\"."),
            MultistatusResponse(href, status: .ok, description: ""),
            MultistatusResponse(Href(written: ""), status: .ok),
        ]
        var elements = XMLWriter()
        elements.start(DAVElement.multistatus)
        for response in responses { elements.element(response.element) }
        elements.end()
        let document = MultistatusWriter.document(responses)
        #expect(document == elements.take())
        #expect(try XMLDocument.parse(document).children == responses.map(\.element))
    }

    @Test func `RFC 6578 §6.2 the sync token comes last`() throws {
        let document = MultistatusWriter.document(
            [MultistatusResponse(Href(written: "/a"), status: .notFound)],
            syncToken: "data:,7"
        )
        let root = try XMLDocument.parse(document)
        #expect(root.children.last == XMLElement(DAVElement.syncToken, text: "data:,7"))
    }

    @Test func `a listing without members is a document`() throws {
        #expect(try XMLDocument.parse(MultistatusWriter.document([])) == XMLElement(DAVElement.multistatus))
    }

    @Test func `a long listing never stands whole in memory`() throws {
        var writer = MultistatusWriter()
        var document: [UInt8] = []
        var largestPiece = 0
        for index in 0..<5_000 {
            let href = Href(segments: ["c", "\(index).ics"], isCollection: false)
            let etag = XMLElement(DAVProperty.getETag, text: "\"\(index)\"")
            writer.write(MultistatusResponse(href, properties: PropStat.groups(found: [etag])))
            guard writer.pendingCount >= 16_384 else { continue }
            largestPiece = max(largestPiece, writer.pendingCount)
            document += writer.take()
        }
        document += writer.finish()
        #expect(largestPiece < 20_000)
        #expect(try XMLDocument.parse(document).children.count == 5_000)
    }
}
