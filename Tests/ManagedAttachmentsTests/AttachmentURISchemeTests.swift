import ManagedAttachments
import Testing

@Suite("AttachmentURIScheme")
struct AttachmentURISchemeTests {
    @Test(arguments: [
        ("https://cal.example.com", "https://cal.example.com/attachments/x1/a.pdf"),
        ("https://cal.example.com/", "https://cal.example.com/attachments/x1/a.pdf"),
        ("http://[::1]:8080", "http://[::1]:8080/attachments/x1/a.pdf"),
        ("https://example.com/cal/dav/", "https://example.com/cal/dav/attachments/x1/a.pdf"),
    ])
    func `a URI is absolute and names its attachment`(publicURL: String, expected: String) throws {
        let uris = try #require(AttachmentURIScheme(publicURL: publicURL))
        let uri = uris.uri(of: ManagedID("x1"), filename: "a.pdf")
        #expect(uri == expected)
        #expect(uris.managedID(in: uri) == ManagedID("x1"))
    }

    @Test func `file names are percent-encoded`() throws {
        let uri = try Sample.uris().uri(of: ManagedID("x1"), filename: "Ü/b; \"c\".pdf")
        #expect(uri == "https://cal.example.com/attachments/x1/%C3%9C%2Fb%3B%20%22c%22.pdf")
        #expect(try Sample.uris().managedID(in: uri) == ManagedID("x1"))
    }

    @Test(arguments: [
        "HTTPS://CAL.example.COM/attachments/x1/a.pdf", "https://cal.example.com:443/attachments/x1/a.pdf",
        "https://cal.example.com/attachments/x1/other%20name", "https://cal.example.com/attachments/x1",
        "https://cal.example.com/attachments/x1/", "https://cal.example.com/%61ttachments/%78%31/a.pdf",
    ])
    func `RFC 3986 §6.2 equivalent URIs are recognised and the last segment selects nothing`(uri: String) throws {
        #expect(try Sample.uris().managedID(in: uri) == ManagedID("x1"))
    }

    @Test(arguments: [
        "", "attachments/x1/a.pdf", "/attachments/x1/a.pdf", "//cal.example.com/attachments/x1/a.pdf",
        "http://cal.example.com/attachments/x1/a.pdf", "https://cal.example.com:8443/attachments/x1/a.pdf",
        "https://cal.example.com.evil.org/attachments/x1/a.pdf",
        "https://evil.org/https://cal.example.com/attachments/x1/a",
        "https://user@cal.example.com/attachments/x1/a.pdf", "https://cal.example.com/attachments//a.pdf",
        "https://cal.example.com/attachments/", "https://cal.example.com/attachments", "https://cal.example.com",
        "https://cal.example.com/Attachments/x1/a.pdf", "https://cal.example.com/attachments/x1/a/b",
        "https://cal.example.com/attachments/x1/a.pdf?x=1", "https://cal.example.com/attachments/x1/a.pdf#p",
        "https://cal.example.com/attachments/%x1/a.pdf", "https://cal.example.com/x/../attachments/x1/a.pdf",
        "mailto:x1@cal.example.com", "CID:attachments/x1/a", "VGhlIHF1aWNr",
    ])
    func `other URIs are not recognised`(uri: String) throws {
        #expect(try Sample.uris().managedID(in: uri) == nil)
    }

    @Test(arguments: [
        "", "cal.example.com", "ftp://cal.example.com", "https://", "https:///x", "https://a?b", "https://a@b",
    ])
    func `what is no http URL is no public URL`(publicURL: String) {
        #expect(AttachmentURIScheme(publicURL: publicURL) == nil)
    }
}
