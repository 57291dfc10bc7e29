import Testing
import WebDAV

@Suite struct XMLElementLanguageTests {
    private func update(_ body: String) throws -> [PropertyUpdate.Instruction] {
        try PropertyUpdate(parsing: Array(body.utf8)).instructions
    }

    @Test(arguments: [
        ("<propertyupdate xmlns='DAV:' xml:lang='a'><set><prop><x/></prop></set></propertyupdate>", "a"),
        ("<propertyupdate xmlns='DAV:' xml:lang='a'><set xml:lang='b'><prop><x/></prop></set></propertyupdate>", "b"),
        ("<propertyupdate xmlns='DAV:'><set xml:lang='b'><prop xml:lang='c'><x/></prop></set></propertyupdate>", "c"),
        ("<propertyupdate xmlns='DAV:'><set><prop xml:lang='c'><x xml:lang='d'/></prop></set></propertyupdate>", "d"),
        ("<propertyupdate xmlns='DAV:'><set><prop><x/></prop></set></propertyupdate>", nil),
    ])
    func `RFC 4918 §4.3 the nearest language in scope belongs to the property`(body: String, language: String?) throws {
        guard case .set(let element)? = try update(body).first else {
            Issue.record("no property is set")
            return
        }
        #expect(element.language == language)
    }

    @Test func `a text is written with its language, if it has one`() {
        let name = XMLName(dav: "displayname")
        #expect(XMLElement(name, text: "Arbeit", language: "de").language == "de")
        #expect(XMLElement(name, text: "Arbeit", language: nil) == XMLElement(name, text: "Arbeit"))
    }
}
