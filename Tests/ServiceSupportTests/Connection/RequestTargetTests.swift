import NIOHTTP1
import Testing

@testable import ServiceSupport

/// Request targets and Host values.
struct RequestTargetTests {
    @Test(
        arguments: [
            ("/a?b=c", "/a?b=c", nil),
            ("http://h/a", "/a", "h"),
            ("HTTP://h:1/a?b", "/a?b", "h:1"),
            ("https://[::1]:1", "/", "[::1]:1"),
            ("http://h?b", "/?b", "h"),
        ] as [(String, String, String?)]
    )
    func `RFC 9112 §3.2 a target is normalised to origin-form`(text: String, path: String, host: String?) throws {
        let target = try RequestTarget(text, method: .GET)
        #expect(target.path == path)
        #expect(target.authority == host)
    }

    @Test(arguments: ["", "a", "*", "/a#b", "http://", "http://a b/", "mailto:a@b", "http://%zz\u{7F}/"])
    func `RFC 9112 §3.2 other targets are refused`(text: String) {
        #expect(throws: Refusal.target) { try RequestTarget(text, method: .GET) }
    }

    @Test func `RFC 9112 §3.2.4 an asterisk is for OPTIONS`() throws {
        #expect(try RequestTarget("*", method: .OPTIONS).path == "*")
    }

    @Test(arguments: ["a", "a.example:80", "127.0.0.1", "[::1]", "[fe80::1]:1", "a:", "[::1]:"])
    func `RFC 9110 §7.2 hosts are accepted`(text: String) {
        #expect(HostField.isValid(text))
    }

    @Test(arguments: [
        "", ":80", "[", "[]", "a:b", "a:70000", "a@b", "a/b", "a b", "::1", "[::1]x", "[::1]:x", "ä", "a:\u{301}",
        "[::1]\u{301}", "[\u{301}::1]", "[::1]:\u{301}",
    ])
    func `RFC 9110 §7.2 what is no host is refused`(text: String) {
        #expect(!HostField.isValid(text))
    }
}
