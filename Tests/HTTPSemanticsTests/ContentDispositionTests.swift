import HTTPSemantics
import RandomTesting
import Testing

@Suite struct ContentDispositionTests {
    @Test(arguments: [
        ("Attachment; filename=example.html", "attachment", "example.html"),
        (#"INLINE; FILENAME= "an example.html""#, "inline", "an example.html"),
        ("attachment; filename*= UTF-8''%e2%82%ac%20rates", "attachment", "€ rates"),
        (#"attachment; filename="EURO rates"; filename*=utf-8''%e2%82%ac%20rates"#, "attachment", "€ rates"),
    ])
    func `RFC 6266 §5 the examples are understood`(field: String, type: String, filename: String) throws {
        let disposition = try #require(ContentDisposition(parsing: field))
        #expect(disposition.type == type)
        #expect(disposition.filename == filename)
    }

    @Test(arguments: [
        ("attachment", nil), ("attachment;", nil), ("attachment;filename=agenda.html", "agenda.html"),
        (#"attachment; filename="a \"b\" \\ c.txt""#, #"a "b" \ c.txt"#),
        (#"attachment; filename="a;b.txt""#, "a;b.txt"),
        ("attachment; filename=my file.pdf", "my file.pdf"), ("attachment; filename=größe.txt ; x=y", "größe.txt"),
        ("attachment; filename*=iso-8859-1'en'%A3%20rates", "£ rates"),
        ("attachment; filename=a.txt; filename*=utf-8''%ff", "a.txt"),
        ("attachment; filename=a.txt; filename*=koi8-r''b", "a.txt"), (#"attachment; filename="""#, ""),
        (#"attachment; filename="../../etc/passwd""#, "../../etc/passwd"),
    ])
    func `a file name is found where there is one`(field: String, filename: String?) throws {
        #expect(try #require(ContentDisposition(parsing: field)).filename == filename)
    }

    @Test(arguments: [
        (#"filename*="utf-8''%e2%82%ac%20rates""#, "€ rates"), ("filename*=utf-8''a b@c", "a b@c"),
        ("filename*=utf-8'any text'a", "a"), ("filename*=utf-8''%c0%af", nil), ("filename*=utf-8''%e2%8", nil),
        ("filename*=utf-8''%g1", nil), ("filename*=utf-8'en", nil), ("filename*=''a", nil),
        ("filename*0=a; filename*1=b", nil),
    ])
    func `RFC 8187 §3.2.1 what is more than the grammar is read, what cannot be decoded is ignored`(
        parameter: String,
        filename: String?
    ) throws {
        #expect(try #require(ContentDisposition(parsing: "attachment; \(parameter)")).filename == filename)
        guard filename == nil else { return }
        let besidePlain = try #require(ContentDisposition(parsing: "attachment; filename=plain; \(parameter)"))
        #expect(besidePlain.filename == "plain")
    }

    @Test(arguments: [
        "", "; filename=a", "attachment; filename", "attachment; filename=", #"attachment; filename="a"#,
        "attachment; filename=a; filename=b", "attachment filename=a", "attachment; filename=\"a\u{0}b\"",
    ])
    func `a malformed field is refused`(field: String) {
        #expect(ContentDisposition(parsing: field) == nil)
    }

    /// A field value is octets (RFC 9110 §5.5: "a recipient SHOULD treat other allowed octets in field content … as opaque
    /// data"); HTTP gives it to the parser as text, with U+FFFD for what is no UTF-8.
    @Test(arguments: [
        ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0x67, 0x72, 0xF6, 0xDF, 0x65], "gr\u{FFFD}\u{FFFD}e"),
    ])
    func `octets of a name that are no UTF-8 are replaced`(octets: [UInt8], filename: String) throws {
        for quote in ["", "\""] {
            let field = Array("attachment; filename=\(quote)".utf8) + octets + Array(quote.utf8)
            let disposition = try #require(ContentDisposition(parsing: String(decoding: field, as: UTF8.self)))
            #expect(disposition.filename == filename)
        }
    }

    @Test(arguments: [
        ("agenda.html", #"attachment; filename="agenda.html""#),
        ("€ rates", #"attachment; filename="_ rates"; filename*=UTF-8''%E2%82%AC%20rates"#),
        (#"a"b\c%41.txt"#, #"attachment; filename="a_b_c_41.txt"; filename*=UTF-8''a%22b%5Cc%2541.txt"#),
        ("a\r\nSet-Cookie: b", #"attachment; filename="aSet-Cookie: b""#), ("\u{7}", "attachment"),
    ])
    func `RFC 6266 appendix D a name is written so that every client reads the same`(name: String, field: String) {
        #expect(ContentDisposition.attachment(filename: name).fieldValue == field)
    }

    @Test func `a written name is read back, whatever it holds`() throws {
        var generator = SeededGenerator(seed: 6266)
        for _ in 0..<2_000 {
            let name = generator.text(of: "ab.ö€😀\u{301} \"\\%;='/*\t~", count: 1...24)
            let field = ContentDisposition.attachment(filename: name).fieldValue
            #expect(field.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "seed 6266")
            let expected = String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\t" }))
            #expect(ContentDisposition(parsing: field)?.filename ?? "" == expected, "seed 6266")
        }
    }
}
