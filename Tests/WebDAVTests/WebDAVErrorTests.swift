import HTTPTypes
import Testing
import WebDAV

@Suite struct WebDAVErrorTests {
    @Test func `RFC 4918 §16 the body names the precondition within DAV error`() throws {
        let error = WebDAVError(.lockTokenSubmitted([Href(written: "/workspace/webdav/")]), "It is locked.")
        #expect(error.status.code == 423)
        let root = try XMLDocument.parse(error.body)
        #expect(root.name == DAVElement.error)
        #expect(
            root.children == [
                XMLElement(
                    XMLName(dav: "lock-token-submitted"),
                    [XMLElement(DAVElement.href, text: "/workspace/webdav/")]
                ),
                XMLElement(DAVElement.responsedescription, text: "It is locked."),
            ]
        )
    }

    @Test func `RFC 3744 §7.1.1 need-privileges names the resource and the privilege`() throws {
        let precondition = Precondition.needPrivileges([.read, .writeContent], on: Href(written: "/a"))
        #expect(precondition.status.code == 403)
        let resources = precondition.element.all(DAVElement.resource)
        #expect(resources.map { $0.first(DAVElement.href)?.text } == ["/a", "/a"])
        #expect(
            resources.map { $0.first(DAVElement.privilege)?.children.map(\.name.local) } == [
                ["read"], ["write-content"],
            ]
        )
    }

    @Test func `RFC 4331 §6 an exceeded quota is 507`() {
        #expect(WebDAVError(.quotaNotExceeded, "Full.").status.code == 507)
        #expect(WebDAVError(.sufficientDiskSpace, "Full.").status.code == 507)
    }

    @Test(arguments: [
        (XMLError.tooLarge(limit: 1), 413), (.tooDeep(line: 1, limit: 1), 400),
        (.tooManyElements(line: 1, limit: 1), 400),
        (.tooManyAttributes(line: 1, limit: 1), 400), (.notWellFormed(line: 1, reason: "r"), 400),
        (.documentTypeRefused(line: 1), 403), (.unexpectedRoot(DAVElement.prop, expected: [DAVElement.propfind]), 422),
        (.missingElement(DAVElement.prop, in: DAVElement.propfind), 422),
    ])
    func `each refusal of a body has its status`(error: XMLError, status: Int) {
        let response = WebDAVError(error)
        #expect(response.status.code == status)
        #expect(response.message == error.description)
        #expect((response.precondition == .noExternalEntities) == (status == 403))
    }

    @Test func `a hostile message cannot break the body`() throws {
        let error = WebDAVError(.badRequest, "</D:error>\u{0}&<")
        #expect(try XMLDocument.parse(error.body).children.last?.text == "</D:error>\u{FFFD}&<")
    }

    @Test func `RFC 3744 §5.4 and RFC 3253 §3.1.5 sets have one element for each member`() {
        let privileges = Privilege.currentUserPrivilegeSet([.read, .write])
        #expect(privileges.children.map { $0.children.map(\.name.local) } == [["read"], ["write"]])
        let reports = SupportedReportSet.element([XMLName(dav: "sync-collection")])
        let report = reports.first(DAVElement.supportedReport)?.first(DAVElement.report)
        #expect(report?.children.map(\.name.local) == ["sync-collection"])
    }
}
