import RandomTesting
import Testing
import WebDAV

@Suite struct XMLWriterTests {
    private let head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    private let declarations =
        #" xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/""#
        + #" xmlns:A="http://apple.com/ns/ical/""#

    private func serialised(_ element: XMLElement) -> String {
        String(decoding: XMLDocument.serialise(element), as: UTF8.self)
    }

    private func text(_ text: String) -> String {
        serialised(XMLElement(XMLName(dav: "a"), text: text))
    }

    @Test func `the four prefixes are declared at the root alone`() {
        let element = XMLElement(
            XMLName(dav: "a"),
            [
                XMLElement(XMLName(namespace: XMLNamespace.caldav, local: "b")),
                XMLElement(XMLName(namespace: XMLNamespace.calendarServer, local: "c"), text: "x"),
            ]
        )
        #expect(serialised(element) == head + "<D:a\(declarations)><C:b/><CS:c>x</CS:c></D:a>")
    }

    @Test func `another namespace is declared where it is used`() throws {
        let element = XMLElement(
            XMLName(dav: "a"),
            [
                XMLElement(
                    XMLName(namespace: "urn:x", local: "b"),
                    attributes: [
                        XMLAttribute(name: XMLName(namespace: "urn:y", local: "p"), value: "1"),
                        XMLAttribute(name: XMLName(namespace: "urn:x", local: "q"), value: "2"),
                        XMLAttribute(name: XMLName(namespace: XMLNamespace.xml, local: "lang"), value: "de"),
                    ],
                    [XMLElement(XMLName(namespace: "", local: "c"))]
                )
            ]
        )
        let inner = #"<N0:b N1:p="1" N0:q="2" xml:lang="de" xmlns:N0="urn:x" xmlns:N1="urn:y"><c/></N0:b>"#
        #expect(serialised(element) == head + "<D:a\(declarations)>\(inner)</D:a>")
        #expect(try XMLDocument.parse(XMLDocument.serialise(element)) == element)
    }

    @Test(arguments: [
        ("a<b&c>d]]>", "a&lt;b&amp;c&gt;d]]&gt;"), ("\"'", "\"'"), ("a\r\nb\tc\n", "a&#13;\nb\tc\n"),
        ("ä€😀\u{7F}\u{85}", "ä€😀\u{7F}\u{85}"),
    ])
    func `text is escaped where XML needs it`(text: String, escaped: String) {
        #expect(self.text(text) == head + "<D:a\(declarations)>\(escaped)</D:a>")
    }

    @Test(arguments: ["\u{0}", "\u{1}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"])
    func `XML 1.0 §2.2 a forbidden character becomes U+FFFD`(character: String) throws {
        let element = XMLElement(XMLName(dav: "a"), attributes: [XMLAttribute("p", character)], text: "x\(character)y")
        let back = try XMLDocument.parse(XMLDocument.serialise(element))
        #expect(back.text == "x\u{FFFD}y")
        #expect(back.attribute("p") == "\u{FFFD}")
    }

    @Test func `U+FFFD and its neighbours stay`() throws {
        let element = XMLElement(XMLName(dav: "a"), text: "\u{FFFD}\u{FFBD}\u{F8FF}\u{FFEF}")
        #expect(try XMLDocument.parse(XMLDocument.serialise(element)) == element)
    }

    @Test func `attribute values keep quotes and white space`() throws {
        let value = "a\"b'c<d&e\tf\ng\rh  i"
        let element = XMLElement(XMLName(dav: "a"), attributes: [XMLAttribute("p", value)])
        #expect(try XMLDocument.parse(XMLDocument.serialise(element)).attribute("p") == value)
    }

    @Test func `whatever a text holds, what is escaped and what stands between comes back`() throws {
        let seed: UInt64 = 2_008
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "&", "<", ">", "\r", "\n", "\r\n", "\t", "\"", "a", "SUMMARY:R", "ä", "\u{FFFD}", "\u{F8FF}", "😀",
        ]
        for round in 0..<2_000 {
            let count = Int.random(in: 0..<10, using: &generator)
            let text = (0..<count).reduce(into: "") { text, _ in
                text += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }
            let element = XMLElement(XMLName(dav: "a"), attributes: [XMLAttribute("p", text)], text: text)
            let back = try XMLDocument.parse(XMLDocument.serialise(element))
            #expect(back == element, "seed \(seed), round \(round): \(text.debugDescription)")
        }
    }

    @Test func `iCalendar line endings survive the receiver's parser`() throws {
        let data = "BEGIN:VCALENDAR\r\nSUMMARY:R&D <1>\r\n folded\nEND:VCALENDAR\r\n"
        let element = XMLElement(XMLName(dav: "a"), text: data)
        #expect(try XMLDocument.parse(XMLDocument.serialise(element)).text == data)
    }

    @Test func `pieces that are taken make up the document`() throws {
        var writer = XMLWriter()
        var pieces: [[UInt8]] = []
        writer.start(XMLName(dav: "a"))
        pieces.append(writer.take())
        writer.element(XMLElement(XMLName(dav: "b"), text: "1"))
        #expect(writer.pendingCount == "<D:b>1</D:b>".utf8.count)
        pieces.append(writer.take())
        #expect(writer.take().isEmpty)
        writer.end()
        pieces.append(writer.take())
        let root = try XMLDocument.parse(Array(pieces.joined()))
        #expect(root == XMLElement(XMLName(dav: "a"), [XMLElement(XMLName(dav: "b"), text: "1")]))
    }

    @Test func `ending what was not started is a programming fault`() async {
        await #expect(processExitsWith: .failure) {
            var writer = XMLWriter()
            writer.end()
        }
    }
}
