import HTTPSemantics
import ManagedAttachments
import Testing

@Suite("AttachmentFilename")
struct AttachmentFilenameTests {
    private func name(_ suggested: String?, _ mediaType: String = "application/pdf") -> String {
        AttachmentFilename(suggested, mediaType: mediaType).text
    }

    @Test(arguments: [
        "agenda.html", "Jahresbericht 2024 – Übersicht.pdf", "Budget; \"final\", v2: x.pdf", "変更.pdf", "no extension",
        "a..b.tar.gz", "👨‍👩‍👧.png", "می‌خواهم.txt", "COMPANY.txt", "console.log", "~a", "-rf", "100%25.pdf",
    ])
    func `an ordinary name stays as it is`(ordinary: String) {
        #expect(Array(name(ordinary).utf8) == Array(ordinary.utf8))
    }

    @Test(arguments: [
        ("/etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"), ("C:\\Users\\a\\b.pdf", "b.pdf"),
        ("a/b\\c/d.pdf", "d.pdf"), ("docs/", "docs"), ("a\\/\\", "a"), ("x/..", "attachment.pdf"),
    ])
    func `RFC 6266 §4.3 only the last path segment is used`(suggested: String, safe: String) {
        #expect(name(suggested) == safe)
    }

    @Test(arguments: [
        (".htaccess", "htaccess"), ("...", "attachment.pdf"), ("..", "attachment.pdf"), (" . .a", "a"),
        ("a.pdf...", "a.pdf"), ("a.pdf . ", "a.pdf"), ("", "attachment.pdf"), ("   ", "attachment.pdf"),
    ])
    func `outer dots and spaces go`(suggested: String, safe: String) {
        #expect(name(suggested) == safe)
    }

    @Test(arguments: [
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"), ("a\u{0}.pdf", "a.pdf"), ("a\u{9}b\u{7F}\u{85}c", "abc"),
        ("invoice\u{202E}fdp.exe", "invoicefdp.exe"), ("a\u{2066}b\u{2069}\u{200F}.txt", "ab.txt"),
        ("a\u{2028}b\u{FEFF}c\u{200B}", "abc"), ("\u{202E}", "attachment.pdf"), ("\u{200E}.hidden", "hidden"),
        ("a/\u{0}..\u{202E}/\u{FEFF}", "attachment.pdf"), ("a\u{FFFF}.pdf", "a.pdf"),
    ])
    func `controls and overrides of direction go`(suggested: String, safe: String) {
        #expect(Array(name(suggested).unicodeScalars) == Array(safe.unicodeScalars))
    }

    @Test(arguments: [
        ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("Com1.tar.gz", "_Com1.tar.gz"), ("LPT9 .pdf", "_LPT9 .pdf"),
        ("aux.", "_aux"), ("COM¹.txt", "_COM¹.txt"), ("conin$", "_conin$"), ("dir/PRN", "_PRN"),
    ])
    func `names of Windows devices are made harmless`(suggested: String, safe: String) {
        #expect(name(suggested) == safe)
    }

    private static let tower = String(repeating: "\u{301}", count: 300)

    @Test(arguments: [
        ("CONx" + tower + ".pdf", "_CON.pdf"), ("com1 x" + tower + ".pdf", "_com1.pdf"), ("~x" + tower, "_~"),
        ("|x" + tower, "_|"), ("NUL" + String(repeating: " ", count: 250) + "x.txt", "_NUL.txt"),
        ("CON.\u{301}txt", "_CON.\u{301}txt"), ("lpt9 .\u{308}", "_lpt9 .\u{308}"),
        ("aux.x" + tower + ".\u{301}pdf", "_aux.\u{301}pdf"),
    ])
    func `RFC 6266 §4.3 what a cut or a combining mark leaves of a name is made harmless, too`(
        suggested: String,
        safe: String
    ) {
        let made = name(suggested)
        #expect(Array(made.unicodeScalars) == Array(safe.unicodeScalars))
        #expect(name(made) == made)
    }

    @Test func `a name that is disarmed and too long by that is cut`() {
        let made = name("CON." + String(repeating: "a", count: 192) + ".pdf")
        #expect(made == "_CON." + String(repeating: "a", count: 191) + ".pdf")
        #expect(name("CON\u{301}.txt") == "CON\u{301}.txt")
    }

    @Test(arguments: [("~", "_~"), ("a/|", "_|"), (".", "attachment.pdf"), ("..", "attachment.pdf"), (" ~ ", "_~")])
    func `RFC 6266 §4.3 names with a meaning in a file system or a shell are substituted`(
        suggested: String,
        safe: String
    ) {
        #expect(name(suggested) == safe)
        #expect(name(safe) == safe)
    }

    @Test(arguments: ["a", "é", "語", "👨‍👩‍👧"])
    func `a long name is cut between characters and keeps its extension`(character: String) {
        let long = name(String(repeating: character, count: 300) + ".pdf")
        #expect(long.utf8.count <= 200)
        #expect(long.utf8.count > 200 - character.utf8.count)
        #expect(long.hasSuffix(".pdf"))
        #expect(long.dropLast(4).allSatisfy { String($0) == character })
    }

    @Test func `a long extension is not kept and one endless character is cut inside`() {
        #expect(name("a." + String(repeating: "x", count: 300)) == "a." + String(repeating: "x", count: 198))
        let tower = name("e" + String(repeating: "\u{301}", count: 500) + ".pdf")
        #expect((190...200).contains(tower.utf8.count))
        #expect(tower.hasSuffix(".pdf"))
    }

    @Test func `cutting a name leaves no space before the extension`() {
        #expect(name(String(repeating: "a", count: 195) + "   b.pdf") == String(repeating: "a", count: 195) + ".pdf")
    }

    @Test func `a name is derived from the media type when there is none`() {
        #expect(name(nil, "text/html") == "attachment.html")
        #expect(name(nil, "application/octet-stream") == "attachment.bin")
        #expect(name(nil, "application/x-unknown") == "attachment")
    }
}

@Suite("AttachmentLabel")
struct AttachmentLabelTests {
    private func label(_ contentType: String?, _ disposition: String?, previous: String? = nil) -> AttachmentLabel {
        AttachmentLabel(
            contentType: contentType.flatMap(MediaType.init(parsing:)),
            disposition: disposition.flatMap(ContentDisposition.init(parsing:)),
            previousFilename: previous
        )
    }

    @Test func `RFC 8607 §3.4 media type and file name come from the header fields`() {
        let label = label("Text/HTML; charset=\"utf-8\"", "attachment;filename=agenda.html")
        #expect(label == AttachmentLabel(mediaType: "text/html", filename: "agenda.html"))
    }

    @Test func `RFC 6266 §4.3 filename* is decoded`() {
        let label = label("application/pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%9Cber.pdf")
        #expect(label.filename == "Über.pdf")
    }

    @Test(arguments: [nil, "nonsense", "a/b'c", "application/\(String(repeating: "x", count: 128))"])
    func `RFC 5545 §3.2.8 what is no media type of iCalendar is application/octet-stream`(contentType: String?) {
        #expect(
            label(contentType, nil)
                == AttachmentLabel(mediaType: "application/octet-stream", filename: "attachment.bin")
        )
    }

    @Test func `an update without file name keeps the previous one`() {
        #expect(label("application/pdf", nil, previous: "plan.pdf").filename == "plan.pdf")
        #expect(label("application/pdf", "attachment;filename=new.pdf", previous: "plan.pdf").filename == "new.pdf")
    }
}
