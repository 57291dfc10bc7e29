import Testing
import WebDAV

@Suite struct ExpandPropertyRequestTests {
    private func request(_ text: String) throws -> ExpandPropertyRequest {
        try ExpandPropertyRequest(XMLDocument.parse(Array(text.utf8)))
    }

    private func body(_ inner: String) -> String {
        "<expand-property xmlns='DAV:'>\(inner)</expand-property>"
    }

    @Test func `RFC 3253 §3.8.1 properties have properties of what they name`() throws {
        let request = try request(ReportExamples.expandProperty)
        #expect(request.properties.map(\.name.local) == ["version-history"])
        let inner = try #require(request.properties.first?.properties.first)
        #expect(inner.name == XMLName(dav: "version-set"))
        #expect(inner.properties.map(\.name.local) == ["creator-displayname", "activity-set"])
        #expect(inner.properties.allSatisfy { $0.properties.isEmpty })
    }

    @Test func `RFC 3253 §3.8 a property may be of another namespace than DAV`() throws {
        let text = body("<property name='calendar-proxy-read-for' namespace='http://calendarserver.org/ns/'/>")
        let name = XMLName(namespace: "http://calendarserver.org/ns/", local: "calendar-proxy-read-for")
        #expect(try request(text).properties.map(\.name) == [name])
    }

    @Test func `a property that is named again is asked for once`() throws {
        let request = try request(
            body("<property name='a'><property name='b'/><property name='b'/></property>" + "<property name='a'/>")
        )
        #expect(request.properties.map(\.name.local) == ["a"])
        #expect(request.properties.first?.properties.map(\.name.local) == ["b"])
    }

    @Test func `RFC 3253 §3.8 what is nested in properties of one name is asked for together, at every level`() throws {
        let request = try request(
            body(
                """
                <property name='a'><property name='b'><property name='c'/></property></property>
                <property name='d'/>
                <property name='a'/>
                <property name='a'><property name='e'/><property name='b'><property name='f'/></property></property>
                """
            )
        )
        #expect(request.properties.map(\.name.local) == ["a", "d"])
        let nested = try #require(request.properties.first).properties
        #expect(nested.map(\.name.local) == ["b", "e"])
        #expect(nested.first?.properties.map(\.name.local) == ["c", "f"])
        #expect(request.properties.last?.properties.isEmpty == true)
    }

    @Test func `RFC 3253 §3.8 nothing need be asked for`() throws {
        #expect(try request(body("")).properties.isEmpty)
    }

    @Test(arguments: ["<property/>", "<property name=''/>", "<property name='a'><property/></property>"])
    func `RFC 3253 §3.8 a property without a name is refused`(inner: String) {
        #expect(throws: XMLError.self) { try request(body(inner)) }
    }

    @Test func `properties nest four deep at most`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<property name='a'>", count: depth) + String(repeating: "</property>", count: depth)
        }
        #expect(try request(body(nested(4))).properties.count == 1)
        #expect(throws: XMLError.misplacedElement(ReportElement.property, in: ReportElement.property)) {
            try request(body(nested(5)))
        }
    }
}
