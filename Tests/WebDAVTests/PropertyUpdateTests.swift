import Testing
import WebDAV

@Suite struct PropertyUpdateTests {
    private static let namespace = "http://ns.example.com/standards/z39.50/"

    @Test func `RFC 4918 §9.2.2 one property is set and one removed`() throws {
        let update = try PropertyUpdate(parsing: Array(RFC4918Examples.proppatch.utf8))
        #expect(update.instructions.map(\.name.local) == ["Authors", "Copyright-Owner"])
        guard case .set(let authors) = update.instructions[0], case .remove = update.instructions[1] else {
            Issue.record("The instructions are \(update.instructions).")
            return
        }
        let author = XMLName(namespace: Self.namespace, local: "Author")
        #expect(authors.all(author).map(\.text) == ["Jim Whitehead", "Roy Fielding"])
    }

    @Test func `RFC 4918 §9.2 instructions keep the order of the document`() throws {
        let text = """
            <propertyupdate xmlns='DAV:'><remove><prop><a/></prop></remove><set><prop><a>1</a><b/></prop></set>
            <unknown><prop><c/></prop></unknown><remove><prop><b/></prop></remove></propertyupdate>
            """
        let update = try PropertyUpdate(parsing: Array(text.utf8))
        #expect(update.instructions.map(\.name.local) == ["a", "a", "b", "b"])
    }

    @Test func `a body without an instruction is refused`() {
        #expect(throws: XMLError.missingElement(DAVElement.prop, in: DAVElement.propertyupdate)) {
            try PropertyUpdate(parsing: Array("<propertyupdate xmlns='DAV:'><set/></propertyupdate>".utf8))
        }
    }

    @Test func `RFC 5689 §5.1 an extended MKCOL has the same content under another root`() throws {
        let text = "<mkcol xmlns='DAV:'><set><prop><displayname>Work</displayname></prop></set></mkcol>"
        let update = try PropertyUpdate(parsing: Array(text.utf8), root: DAVElement.mkcol)
        #expect(update.instructions == [.set(XMLElement(DAVProperty.displayName, text: "Work"))])
        #expect(throws: XMLError.self) { try PropertyUpdate(parsing: Array(text.utf8)) }
    }
}
