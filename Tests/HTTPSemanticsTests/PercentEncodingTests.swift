import HTTPSemantics
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("event.ics", "event.ics"), ("a b/c", "a%20b%2Fc"), ("Größe€😀", "Gr%C3%B6%C3%9Fe%E2%82%AC%F0%9F%98%80"),
        ("100%", "100%25"), ("uid@example.com", "uid@example.com"), ("a;b,c?d#e", "a%3Bb%2Cc%3Fd%23e"), ("", ""),
        ("\u{0}", "%00"),
    ])
    func `RFC 3986 §3.3 a name becomes one segment and comes back`(name: String, segment: String) {
        #expect(PercentEncoding.encodeSegment(name) == segment)
        #expect(PercentEncoding.decode(segment) == name)
    }

    @Test(arguments: ["%", "%4", "%zz", "%+1", "%ff", "%c3", "%ed%a0%80", "%c0%af"])
    func `RFC 3986 §2.1 a malformed segment is refused`(segment: String) {
        #expect(PercentEncoding.decode(segment) == nil)
    }

    @Test func `digits of either case are read`() {
        #expect(PercentEncoding.decode("%e2%82%AC") == "€")
    }

    @Test func `a path ends in a slash where it names a collection`() {
        #expect(PercentEncoding.encodePath(["a b", "c"], isCollection: true) == "/a%20b/c/")
        #expect(PercentEncoding.encodePath(["a b", "c"], isCollection: false) == "/a%20b/c")
        #expect(PercentEncoding.encodePath([], isCollection: true) == "/")
    }

    @Test func `a query keeps order, duplicates, plus signs and equals signs`() {
        let items = PercentEncoding.parseQuery("action=attachment-add&rid=M%2C20120220T100000&rid=a+b=c&x")
        #expect(
            items == [
                QueryItem(name: "action", value: "attachment-add"), QueryItem(name: "rid", value: "M,20120220T100000"),
                QueryItem(name: "rid", value: "a+b=c"), QueryItem(name: "x", value: ""),
            ]
        )
        #expect(PercentEncoding.parseQuery("") == [])
    }

    @Test(arguments: ["&", "a=1&", "=1", "a=%", "%ff=1", "a=1&&b=2"])
    func `a malformed query is refused as a whole`(query: String) {
        #expect(PercentEncoding.parseQuery(query) == nil)
    }
}
