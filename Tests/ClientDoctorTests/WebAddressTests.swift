import Testing

@testable import ClientDoctor

/// How addresses are taken apart.
struct WebAddressTests {
    @Test(arguments: [
        ("https://Cal.Example.com", "https://cal.example.com/"),
        ("https://cal.example.com:443/a%20b?c=d", "https://cal.example.com/a%20b?c=d"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ])
    func `a URL comes out with what matters`(text: String, expected: String) {
        #expect(WebAddress(text)?.text == expected)
    }

    @Test(arguments: ["", "cal.example.com", "ftp://a/", "https://", "https://u:p@a/", "https://a/#f", "https://a b/"])
    func `what no client connects to is no address`(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func `the name of a host means https, as a person types it`() {
        #expect(WebAddress(typed: "cal.example.com")?.origin == "https://cal.example.com")
        #expect(WebAddress(typed: "cal.example.com:8443")?.origin == "https://cal.example.com:8443")
        #expect(WebAddress(typed: "http://127.0.0.1:8080/")?.origin == "http://127.0.0.1:8080")
    }

    @Test(arguments: [
        ("/x", "https://a.example/x"), ("//b.example/x", "https://b.example/x"),
        ("http://b.example/x", "http://b.example/x"),
    ])
    func `RFC 3986 §5.2 references are resolved as far as services write them`(reference: String, expected: String) {
        #expect(WebAddress("https://a.example/y")?.resolving(reference)?.text == expected)
    }

    @Test func `whatever a path has, it is one word of a command`() {
        #expect(WebAddress("https://a.example/x';id;'")?.quoted == "'https://a.example/x%27;id;%27'")
    }

    @Test(arguments: ["127.0.0.1", "127.8.9.1", "localhost", "dev.localhost", "[::1]"])
    func `this host is known as such`(host: String) {
        #expect(WebAddress("http://\(host)/")?.isLoopback == true)
    }

    @Test(arguments: ["127.example.com", "10.0.0.1", "localhost.example.com"])
    func `another host is not this one`(host: String) {
        #expect(WebAddress("http://\(host)/")?.isLoopback == false)
    }
}
