import HTTPTypes
import Testing
import WebDAV

@Suite struct CopyMoveFieldTests {
    private func status(_ body: () throws(WebDAVError) -> Void) -> Int? {
        do throws(WebDAVError) {
            try body()
            return nil
        } catch {
            return error.status.code
        }
    }

    @Test func `RFC 4918 §10.3 a destination is a path or a URI`() throws {
        let path = try Destination(parsing: "/calendars/a/work/b%20c.ics").target
        #expect(path.origin == nil)
        #expect(path.segments == ["calendars", "a", "work", "b c.ics"])
        let uri = try Destination(parsing: "https://Cal.Example.com/calendars/a/").target
        #expect(uri.origin == "https://cal.example.com")
        #expect(uri.isCollection)
    }

    @Test(arguments: [nil, "", "calendars/a", "//host/a", "ftp://host/a", "/a/../b", "/a%zz", "/a?b", "/a#b"])
    func `RFC 4918 §9.8 a destination that is missing or malformed is refused`(value: String?) {
        #expect(status { () throws(WebDAVError) in _ = try Destination(parsing: value) } == 400)
    }

    @Test(arguments: [(nil, Overwrite.allowed), ("T", .allowed), ("F", .refused), ("f", .refused)])
    func `RFC 4918 §10.6 what is at the destination is replaced unless the field is F`(
        value: String?,
        overwrite: Overwrite
    ) throws {
        #expect(try Overwrite(parsing: value) == overwrite)
    }

    @Test(arguments: ["", "true", "T, F"])
    func `RFC 4918 §10.6 another value is refused`(value: String) {
        #expect(status { () throws(WebDAVError) in _ = try Overwrite(parsing: value) } == 400)
    }

    @Test func `RFC 5689 §3 the answer to a failed MKCOL has the status of each property`() throws {
        let groups = [
            PropStat(.forbidden, [XMLElement(DAVProperty.resourceType)], error: .validResourceType),
            PropStat(.failedDependency, [XMLElement(DAVProperty.displayName)]),
        ]
        let root = try XMLDocument.parse(CreationResponse.document(DAVElement.mkcolResponse, groups))
        #expect(root.name == XMLName(dav: "mkcol-response"))
        let states = root.all(DAVElement.propstat).map { $0.first(DAVElement.status)?.text }
        #expect(states == ["HTTP/1.1 403 Forbidden", "HTTP/1.1 424 Failed Dependency"])
    }
}
