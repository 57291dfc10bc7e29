import RandomTesting
import Testing
import WebDAV

@Suite struct HrefTests {
    @Test(arguments: [
        ("/calendars/alice/calendar/", nil, ["calendars", "alice", "calendar"], true),
        ("/calendars/alice/a%20b.ics", nil, ["calendars", "alice", "a b.ics"], false),
        ("/a b/ä", nil, ["a b", "ä"], false), ("/a/\u{301}b", nil, ["a", "\u{301}b"], false), ("/", nil, [], true),
        ("/a%2Fb", nil, ["a/b"], false),
        ("http://CAL.example.com:8080/a", "http://cal.example.com:8080", ["a"], false),
        ("HTTPS://cal.example.com", "https://cal.example.com", [], true),
    ])
    func `RFC 4918 §8.3 an href names a resource`(
        text: String,
        origin: String?,
        segments: [String],
        isCollection: Bool
    ) throws {
        let target = try #require(Href(written: text).target)
        #expect(target.origin == origin)
        #expect(target.segments == segments)
        #expect(target.isCollection == isCollection)
    }

    @Test(arguments: [
        "", "a/b", "../a", "/a/../b", "/a/%2e%2E/b", "/./a", "//host/a", "/a//b", "/a%", "/a%ff", "/a%00b", "/a?b=c",
        "/a#b", "ftp://host/a", "http:///a", "http://", "mailto:a@b", "/a\nb", "/a%0Ab",
        "/a%7Fb", "/a%C2%85b", "/a\u{9F}b", "/a?\u{301}b",
    ])
    func `RFC 4918 §8.3 what is no absolute path or HTTP URI names nothing`(text: String) {
        #expect(Href(written: text).target == nil)
    }

    @Test func `an href of this server is percent-encoded and names what it was made of`() throws {
        let segments = ["calendars", "alice", "100% Größe & <mehr>.ics"]
        let href = Href(segments: segments, isCollection: false)
        #expect(href.description == "/calendars/alice/100%25%20Gr%C3%B6%C3%9Fe%20%26%20%3Cmehr%3E.ics")
        #expect(try #require(href.target).segments == segments)
    }

    @Test func `any name comes back from an href`() throws {
        let seed: UInt64 = 3986
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("ab./%?#&<>\"'\\ ;=+ä€😀~:@[]".unicodeScalars)
        for _ in 0..<5_000 {
            let length = Int.random(in: 1...12, using: &generator)
            let scalars = (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
            let name = String(String.UnicodeScalarView(scalars))
            let target = Href(segments: ["c", name], isCollection: false).target
            let isDotSegment = name == "." || name == ".."
            #expect(target?.segments == (isDotSegment ? nil : ["c", name]), "seed \(seed)")
        }
    }
}
