import CalDAV
import CalendarStore
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct PrincipalReportTests {
    private let calendar = "/calendars/alice/calendar/"

    private func search(_ name: String, _ text: String, extra: String = "") -> String {
        """
        <D:principal-property-search><D:property-search><D:prop><\(name)/></D:prop><D:match>\(text)</D:match>\
        </D:property-search><D:prop><D:displayname/></D:prop>\(extra)</D:principal-property-search>
        """
    }

    @Test(arguments: ["/", "/principals/", "/principals/users/"])
    func `RFC 3744 §9.3 principal-match with self finds the principal of the user`(uri: String) async throws {
        try await TestFront.run { front in
            let body = "<D:principal-match><D:self/><D:prop><D:displayname/></D:prop></D:principal-match>"
            let answer = try Multistatus(try await front.report(body, at: uri, as: "bob"))
            #expect(answer.hrefs == ["/principals/users/bob/"])
            #expect(try answer.found(DAVProperty.displayName, of: "/principals/users/bob/").text == "Bob")
        }
    }

    @Test func `RFC 3744 §9.3 principal-match with a property finds what names the user by it, at any depth`()
        async throws
    {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let body = """
                <D:principal-match><D:principal-property><D:owner/></D:principal-property></D:principal-match>
                """
            let all = try Multistatus(try await front.report(body, at: "/calendars/"))
            let collections = ["", "calendar/", "inbox/", "outbox/", "tasks/"].map { "/calendars/alice/" + $0 }
            #expect(all.hrefs.sorted() == (collections + [calendar + "a.ics"]).sorted())
            let members = try Multistatus(try await front.report(body, at: calendar))
            #expect(members.hrefs == [calendar + "a.ics"])
            let others = try Multistatus(try await front.report(body, at: "/calendars/", as: "bob"))
            #expect(!others.hrefs.contains { $0.contains("alice") })
        }
    }

    @Test func `RFC 3744 §9.3 a property that names nobody matches nothing`() async throws {
        try await TestFront.run { front in
            let body = """
                <D:principal-match><D:principal-property><D:displayname/></D:principal-property></D:principal-match>
                """
            let answer = try Multistatus(try await front.report(body, at: "/calendars/alice/"))
            #expect(answer.hrefs == [])
        }
    }

    @Test(
        arguments: [
            ("D:displayname", "LIC", ["alice"]),
            ("C:calendar-user-address-set", "@example.com", ["admin", "alice", "bob"]),
            ("C:calendar-user-type", "individual", ["admin", "alice", "bob"]), ("D:displayname", "nobody", []),
            ("D:owner", "alice", []), ("D:getetag", "a", []),
        ] as [(String, String, [String])]
    )
    func `RFC 3744 §9.4 principals are found by the texts of properties that can be searched, without regard to case`(
        name: String,
        text: String,
        found: [String]
    ) async throws {
        try await TestFront.run { front in
            let answer = try Multistatus(try await front.report(search(name, text), at: "/principals/users/"))
            #expect(answer.hrefs == found.map { "/principals/users/\($0)/" })
        }
    }

    @Test func `RFC 3744 §9.4 elsewhere principals are searched with apply-to-principal-collection-set alone`()
        async throws
    {
        try await TestFront.run { front in
            let without = try await front.report(search("D:displayname", "bob"), at: "/calendars/alice/")
            #expect(try Multistatus(without).hrefs == [])
            let extra = "<D:apply-to-principal-collection-set/>"
            let with = try await front.report(search("D:displayname", "bob", extra: extra), at: "/calendars/alice/")
            #expect(try Multistatus(with).hrefs == ["/principals/users/bob/"])
        }
    }

    @Test func `RFC 3744 §9.4 more principals than the limit is number-of-matches-within-limits`() async throws {
        try await TestFront.run { front in
            let (store, now) = (front.dependencies.calendars, front.dependencies.now())
            try await front.dependencies.database.write { txn in
                for number in 0..<PrincipalSearchReport.maximumMatches + 1 {
                    let uid = try #require(UserID(parsing: "user\(number)"))
                    let user = NewUser(uid: uid, displayName: "Person \(number)", passwordHash: nil, addresses: [])
                    try store.createUser(user, now: now, in: txn)
                }
            }
            let response = try await front.report(search("D:displayname", "person"), at: "/principals/users/")
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == Precondition.numberOfMatchesWithinLimits.name)
            let few = try await front.report(search("D:displayname", "person 10"), at: "/principals/users/")
            #expect(try Multistatus(few).hrefs == ["/principals/users/user10/", "/principals/users/user100/"])
        }
    }

    @Test func `RFC 3744 §9.5 the properties that can be searched are told, and found`() async throws {
        try await TestFront.run { front in
            let response = try await front.report("<D:principal-search-property-set/>", at: "/principals/users/")
            #expect(response.status == .ok)
            let root = try XMLDocument.parse(Array(buffer: response.body))
            #expect(root.name == ReportElement.principalSearchPropertySet)
            let names = root.children.compactMap { $0.first(DAVElement.prop)?.children.first?.name }
            #expect(
                names == [
                    DAVProperty.displayName, CalendarProperty.calendarUserAddressSet,
                    CalendarProperty.calendarUserType,
                ]
            )
            #expect(root.children.allSatisfy { $0.first(ReportElement.description)?.text.isEmpty == false })
        }
    }

    @Test(arguments: ["/calendars/alice/", "/calendars/alice/calendar/", "/calendars/alice/calendar/a.ics"])
    func `RFC 3744 §9.2 the principals of the access control list are told with their properties`(
        uri: String
    ) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let body = "<D:acl-principal-prop-set><D:prop><D:displayname/></D:prop></D:acl-principal-prop-set>"
            let answer = try Multistatus(try await front.report(body, at: uri))
            #expect(answer.hrefs == ["/principals/users/alice/"])
            #expect(try answer.found(DAVProperty.displayName, of: "/principals/users/alice/").text == "Alice")
            let other = try await front.report(body, at: uri, as: "bob")
            #expect(other.status == .forbidden)
        }
    }
}
