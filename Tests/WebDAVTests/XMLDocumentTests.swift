import Testing
import WebDAV

@Suite struct XMLDocumentTests {
    private func parse(_ text: String, limits: XMLLimits = .standard) throws(XMLError) -> XMLElement {
        try XMLDocument.parse(Array(text.utf8), limits: limits)
    }

    @Test func `elements, attributes and text come with their expanded names`() throws {
        let root = try parse(
            #"<a xmlns="urn:x" p="1" q:r="2" xmlns:q="urn:q">t<q:b/>u<!-- c -->v<?pi?><c xmlns=""/></a>"#
        )
        let q = { XMLName(namespace: "urn:q", local: $0) }
        let expected = XMLElement(
            XMLName(namespace: "urn:x", local: "a"),
            attributes: [XMLAttribute("p", "1"), XMLAttribute(name: q("r"), value: "2")],
            content: [
                .text("t"), .element(XMLElement(q("b"))), .text("uv"),
                .element(XMLElement(XMLName(namespace: "", local: "c"))),
            ]
        )
        #expect(root == expected)
    }

    @Test func `references and CDATA become characters, in attributes too`() throws {
        let root = try parse(
            #"<a p="&amp;&#38;&lt;&quot;&#x20AC;&apos;">&amp;&lt;&gt;&#13;<![CDATA[<&amp;>]]>&#x1F600;</a>"#
        )
        #expect(root.text == "&<>\r<&amp;>😀")
        #expect(root.attribute("p") == "&&<\"€'")
    }

    @Test func `white space is kept, and left out of trimmed text`() throws {
        let root = try parse("<a> \n\t/a b \r\n</a>")
        #expect(root.text == " \n\t/a b \n")
        #expect(root.trimmedText == "/a b")
        #expect(try parse("<a> \n </a>").trimmedText == "")
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'http://127.0.0.1:1/'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>", "<!DOCTYPE a [<!ENTITY % x 'y'>%x;]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
    ])
    func `a document type declaration is refused, whatever it holds`(text: String) {
        #expect(throws: XMLError.documentTypeRefused(line: 1)) { try parse(text) }
    }

    @Test func `a billion laughs are refused before the first`() {
        var text = "<!DOCTYPE a [<!ENTITY l0 'ha'>"
        for level in 1...30 { text += "<!ENTITY l\(level) '&l\(level - 1);&l\(level - 1);'>" }
        #expect(throws: XMLError.documentTypeRefused(line: 1)) { try parse(text + "]><a>&l30;</a>") }
    }

    @Test(arguments: [
        "", " ", "a", "<a>", "<a></b>", "<a><b></a></b>", "<a/><b/>", "<a/>x", "<a p='1' p='2'/>", "<a>&x;</a>",
        "<a p='&x;'/>", "<a>&#0;</a>", "<a>&#x1;</a>", "<a>\u{1}</a>", "<a>]]></a>", "<a b=c/>", "<a><!-- -- --></a>",
        "<?xml version='1.0' encoding='nonsense'?><a/>", "<a>\u{FFFE}</a>", "<1/>", "<a>&#xD800;</a>", "<a",
    ])
    func `RFC 4918 §8.2 a body that is not well-formed is refused`(text: String) throws {
        #expect(isNotWellFormed(Array(text.utf8)))
    }

    @Test func `octets that are not UTF-8 are refused`() {
        #expect(isNotWellFormed([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]))
        #expect(isNotWellFormed(Array("<a>".utf8) + [0xC0, 0xAF] + Array("</a>".utf8)))
        #expect(isNotWellFormed([0]))
    }

    @Test(arguments: [
        "<p:a/>", "<a p:b='1'/>", "<a xmlns:p=''/>", "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
        "<a:b:c xmlns:a='u'/>",
        "<a xmlns:xmlns='u'/>",
    ])
    func `a body that is not namespace-well-formed is refused`(text: String) {
        #expect(isNotWellFormed(Array(text.utf8)))
    }

    private func isNotWellFormed(_ octets: [UInt8]) -> Bool {
        do throws(XMLError) {
            _ = try XMLDocument.parse(octets)
            return false
        } catch {
            if case .notWellFormed(let line, let reason) = error { return line >= 0 && !reason.isEmpty }
            return false
        }
    }

    @Test func `the error tells the line and the reason`() {
        #expect(throws: XMLError.self) { try parse("<a>\n<b>\n</a>") }
        do throws(XMLError) {
            _ = try parse("<a>\n<b>\n</a>")
        } catch {
            guard case .notWellFormed(let line, let reason) = error else {
                Issue.record("The error is \(error).")
                return
            }
            #expect(line == 3)
            #expect(reason.contains("mismatch"))
        }
    }

    @Test func `UTF-16 with a byte order mark is read`() throws {
        var octets: [UInt8] = [0xFE, 0xFF]
        for unit in "<?xml version='1.0' encoding='UTF-16'?><a>€</a>".utf16 {
            octets += [UInt8(unit >> 8), UInt8(unit & 255)]
        }
        #expect(try XMLDocument.parse(octets).text == "€")
    }

    @Test(arguments: ["ISO-8859-1", "US-ASCII", "UTF-7", "IBM037", "UTF-16LE", "ISO-2022-JP", "UTF-32"])
    func `RFC 4918 §8.2 an encoding other than UTF-8 and UTF-16 is refused`(name: String) {
        #expect(isNotWellFormed(Array("<?xml version='1.0' encoding='\(name)'?><a/>".utf8)))
    }

    @Test func `UCS-4 and EBCDIC, which the first octets tell, are refused`() {
        #expect(isNotWellFormed("<a/>".utf8.flatMap { [0, 0, 0, $0] }))
        #expect(isNotWellFormed("<a/>".utf8.flatMap { [$0, 0, 0, 0] }))
        #expect(isNotWellFormed([0x4C, 0x6F, 0xA7, 0x94, 0x93]))
    }

    @Test func `a UTF-8 byte order mark is skipped`() throws {
        #expect(try XMLDocument.parse([0xEF, 0xBB, 0xBF] + Array("<a>€</a>".utf8)).text == "€")
    }

    @Test func `a namespace that is no absolute URI is a warning and no error`() throws {
        #expect(try parse("<a xmlns='relative'/>").name.namespace == "relative")
    }

    @Test func `parsers work at the same time`() async throws {
        let body = Array(RFC4918Examples.proppatch.utf8)
        let expected = try XMLDocument.parse(body)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { (try? XMLDocument.parse(body)) == expected }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }
}
