import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// What the reports of RFC 3744 §9 are asked of, and what is told of what they find.
@Suite struct PrincipalReportScopeTests {
    private let calendar = "/calendars/alice/calendar/"
    private static let outsideOfHomes = [
        "/", "/principals/", "/principals/users/", "/principals/users/alice/", "/calendars/",
    ]

    private func match(_ property: String, asking names: String = "") -> String {
        let prop = names.isEmpty ? "" : "<D:prop>\(names)</D:prop>"
        return "<D:principal-match><D:principal-property>\(property)</D:principal-property>\(prop)</D:principal-match>"
    }

    private func search(_ inner: String, test: String = "allof") -> String {
        #"<D:principal-property-search test="\#(test)">\#(inner)</D:principal-property-search>"#
    }

    private func searching(_ name: String, for text: String) -> String {
        "<D:property-search><D:prop><D:\(name)/></D:prop><D:match>\(text)</D:match></D:property-search>"
    }

    // MARK: acl-principal-prop-set

    @Test(arguments: outsideOfHomes)
    func `RFC 3744 §9.2 where the list may not be read neither are its principals`(uri: String) async throws {
        try await TestFront.run { front async throws in
            let body = "<D:acl-principal-prop-set><D:prop><D:displayname/></D:prop></D:acl-principal-prop-set>"
            let response = try await front.report(body, at: uri)
            #expect(response.status == .forbidden)
            let resource = try #require(try precondition(of: response)?.first(DAVElement.resource))
            #expect(resource.first(DAVElement.href)?.text == uri)
            #expect(resource.first(DAVElement.privilege)?.children.map(\.name) == [Privilege.readACL.name])
        }
    }

    @Test func `RFC 3744 §9.2 elements beside prop are read over, and two of it are refused`() async throws {
        try await TestFront.run { front async throws in
            let request = { (inner: String) in "<D:acl-principal-prop-set>\(inner)</D:acl-principal-prop-set>" }
            let prop = "<D:prop><D:displayname/></D:prop>"
            let found = try Multistatus(try await front.report(request("<D:allprop/>\(prop)<D:x/>"), at: calendar))
            #expect(found.entries["/principals/users/alice/"]?.properties[200]?.map(\.text) == ["Alice"])
            let bare = try Multistatus(try await front.report(request(""), at: calendar))
            #expect(bare.entries["/principals/users/alice/"]?.properties[200] == [])
            #expect(try await front.report(request(prop + prop), at: calendar).status == .unprocessableContent)
        }
    }

    // MARK: principal-match

    @Test func `RFC 3744 §9.3 a principal has no members that could match`() async throws {
        try await TestFront.run { front async throws in
            let response = try await front.report(
                "<D:principal-match><D:self/></D:principal-match>",
                at: "/principals/users/alice/"
            )
            #expect(try Multistatus(response).hrefs == [])
        }
    }

    @Test func `RFC 3744 §9.3 a property of a client that names the user matches as one of the server does`()
        async throws
    {
        let name = XMLName(namespace: "urn:x", local: "keeper")
        let keeper = { @Sendable (user: String) in
            XMLElement(name, [XMLElement(DAVElement.href, text: "https://cal.example.com/principals/users/\(user)")])
        }
        try await TestFront.run { front async throws in
            for object in ["a", "b", "c"] {
                try await front.put(calendar + "\(object).ics", SampleEvent.text(uid: object))
            }
            _ = try await front.patch(calendar + "a.ics", set: [keeper("alice")])
            _ = try await front.patch(calendar + "b.ics", set: [keeper("bob")])
            _ = try await front.patch("/calendars/alice/tasks/", set: [keeper("alice")])
            let report = try await front.report(match(#"<keeper xmlns="urn:x"/>"#), at: "/calendars/alice/")
            let answer = try Multistatus(report)
            #expect(answer.hrefs.sorted() == [calendar + "a.ics", "/calendars/alice/tasks/"])
            // It is looked at, and not asked for.
            #expect(answer.entries[calendar + "a.ics"]?.properties[200] == [])
        }
    }

    @Test func `RFC 3744 §9.3 whatever is asked for of a match is told as PROPFIND tells it, quotas too`() async throws
    {
        let names = [DAVProperty.quotaUsedBytes, DAVProperty.quotaAvailableBytes, DAVProperty.supportedLivePropertySet]
        let asked = names.map { "<D:\($0.local)/>" }.joined()
        try await TestFront.run { front async throws in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            for uri in ["/", "/calendars/alice/", calendar] {
                let answer = try Multistatus(try await front.report(match("<D:owner/>", asking: asked), at: uri))
                for href in [calendar, calendar + "a.ics"] where href != uri {
                    let expected = try await front.properties(names, of: href)
                    #expect(answer.entries[href]?.properties == expected.properties)
                    #expect(expected.properties[404] == nil)
                }
            }
        }
    }

    // MARK: principal-property-search

    @Test func `RFC 3744 §9.4 allprop is not of this report, and read over`() async throws {
        try await TestFront.run { front async throws in
            let body = search(searching("displayname", for: "bob") + "<D:allprop/>")
            let answer = try Multistatus(try await front.report(body, at: "/principals/users/"))
            #expect(answer.hrefs == ["/principals/users/bob/"])
            #expect(answer.entries["/principals/users/bob/"]?.properties[200] == [])
        }
    }

    @Test(arguments: ["principal-URL", "group-membership", "getetag", "no-such-property"])
    func `RFC 3744 §9.4 what is not searchable matches no principal, in whatever company`(name: String) async throws {
        try await TestFront.run { front async throws in
            let both = searching("displayname", for: "bob") + searching(name, for: "b")
            let all = try Multistatus(try await front.report(search(both), at: "/principals/"))
            #expect(all.hrefs == [])
            let any = try Multistatus(try await front.report(search(both, test: "anyof"), at: "/principals/"))
            #expect(any.hrefs == ["/principals/users/bob/"])
            let one = "<D:property-search><D:prop><D:displayname/><D:\(name)/></D:prop><D:match>b</D:match>"
            let pair = try Multistatus(try await front.report(search(one + "</D:property-search>"), at: "/"))
            #expect(pair.hrefs == [])
        }
    }

    @Test func `RFC 3744 §9.4 properties that are asked for are told, also those that are not there`() async throws {
        try await TestFront.run { front async throws in
            let prop = "<D:prop><D:principal-URL/><D:getetag/><D:acl/></D:prop>"
            let body = search(searching("displayname", for: "bob") + prop)
            let answer = try Multistatus(try await front.report(body, at: "/principals/users/"))
            let entry = try #require(answer.entries["/principals/users/bob/"])
            #expect(entry.found(DAVProperty.principalURL)?.children.map(\.text) == ["/principals/users/bob/"])
            #expect(entry.properties[404]?.map(\.name) == [DAVProperty.getETag])
            #expect(entry.properties[403]?.map(\.name) == [DAVProperty.acl])
        }
    }

    // MARK: principal-search-property-set

    @Test func `RFC 3744 §9.5 each description is in a language that is named`() async throws {
        try await TestFront.run { front async throws in
            let fields = ["Accept-Language": "de, en;q=0.5"]
            let body = #"<D:principal-search-property-set xmlns:D="DAV:"/>"#
            let response = try await front.send("REPORT", "/principals/users/", fields, body: body)
            let root = try XMLDocument.parse(Array(buffer: response.body))
            #expect(!root.children.isEmpty)
            for property in root.children {
                #expect(property.children.map(\.name) == [DAVElement.prop, ReportElement.description])
                #expect(property.first(DAVElement.prop)?.children.count == 1)
                #expect(property.first(ReportElement.description)?.language == "en")
            }
        }
    }

    @Test(arguments: [("/calendars/alice/none/", 404), ("/calendars/bob/", 403), ("/principals/users/nobody/", 404)])
    func `RFC 3744 appendix B the report on searchable properties needs read of its resource, too`(
        uri: String,
        status: Int
    ) async throws {
        try await TestFront.run { front async throws in
            let response = try await front.report("<D:principal-search-property-set/>", at: uri)
            #expect(response.status.code == status)
        }
    }
}
