import ServiceSupport
import Testing

struct ServiceURLTests {
    @Test(arguments: [
        ("http://cal:80", "http://cal"), ("https://cal:443/x/", "https://cal"), ("http://cal:443", "http://cal:443"),
        ("https://cal:80", "https://cal:80"), ("https://cal", "https://cal"), ("http://[::1]:80", "http://[::1]"),
    ])
    func `an origin has no port that is its scheme's own, as browsers write it`(text: String, origin: String) throws {
        #expect(try #require(ServiceURL(parsing: text)).origin == origin)
    }
}
