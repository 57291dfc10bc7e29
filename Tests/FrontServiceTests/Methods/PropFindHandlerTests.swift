import CalDAV
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct PropFindHandlerTests {
    private let calendar = "/calendars/alice/calendar/"

    private func propfind(
        _ names: [XMLName],
        at uri: String,
        depth: String = "0",
        _ headers: [String: String] = [:],
        on front: TestFront
    ) async throws -> TestResponse {
        let body = XMLElement(DAVElement.propfind, [XMLElement(DAVElement.prop, names.map { XMLElement($0) })])
        return try await front.send(
            "PROPFIND",
            uri,
            headers.merging(["Depth": depth]) { first, _ in first },
            octets: XMLDocument.serialise(body)
        )
    }

    @Test func `a client finds its calendars from the root`() async throws {
        try await TestFront.run { front in
            let root = try Multistatus(try await propfind([DAVProperty.currentUserPrincipal], at: "/", on: front))
            let principal = try root.found(DAVProperty.currentUserPrincipal, of: "/").first(DAVElement.href)?.text
            #expect(principal == "/principals/users/alice/")
            let names = [
                CalendarProperty.calendarHomeSet, CalendarProperty.calendarUserAddressSet, DAVProperty.principalURL,
                DAVProperty.displayName, DAVProperty.resourceType,
            ]
            let found = try Multistatus(try await propfind(names, at: try #require(principal), on: front))
            let hrefs = { (name: XMLName) in
                try found.found(name, of: "/principals/users/alice/").all(DAVElement.href).map(\.text)
            }
            #expect(try hrefs(CalendarProperty.calendarHomeSet) == ["/calendars/alice/"])
            #expect(try hrefs(CalendarProperty.calendarUserAddressSet).first == "mailto:alice@example.com")
            #expect(try hrefs(DAVProperty.principalURL) == ["/principals/users/alice/"])
            let types = try found.found(DAVProperty.resourceType, of: "/principals/users/alice/").children.map(\.name)
            #expect(types.contains(DAVElement.principal))
            let home = try Multistatus(
                try await propfind([DAVProperty.resourceType], at: "/calendars/alice/", depth: "1", on: front)
            )
            #expect(
                home.hrefs == [
                    "/calendars/alice/", "/calendars/alice/calendar/", "/calendars/alice/inbox/",
                    "/calendars/alice/outbox/", "/calendars/alice/tasks/",
                ]
            )
            let isCalendar = try home.hrefs.filter {
                try home.found(DAVProperty.resourceType, of: $0).first(CalendarElement.calendar) != nil
            }
            #expect(isCalendar == ["/calendars/alice/calendar/", "/calendars/alice/tasks/"])
        }
    }

    @Test func `a calendar has the properties that clients ask first`() async throws {
        try await TestFront.run { front in
            let names = [
                DAVProperty.resourceType, DAVProperty.displayName, DAVProperty.owner, DAVProperty.syncToken,
                DAVProperty.supportedReportSet, DAVProperty.currentUserPrivilegeSet, DAVProperty.currentUserPrincipal,
                DAVProperty.quotaUsedBytes, DAVProperty.quotaAvailableBytes, CalendarProperty.getCTag,
                CalendarProperty.supportedCalendarComponentSet, CalendarProperty.maxResourceSize,
                CalendarProperty.maxAttachmentSize, CalendarProperty.maxAttachmentsPerResource,
            ]
            let answer = try Multistatus(try await propfind(names, at: calendar, on: front))
            #expect(answer.entries[calendar]?.properties[404] == nil)
            let text = { (name: XMLName) in try answer.found(name, of: calendar).trimmedText }
            #expect(try text(DAVProperty.quotaUsedBytes) == "24", "CalendarTasksInboxOutbox")
            #expect(try text(DAVProperty.quotaAvailableBytes) == "1073741800")
            #expect(try text(CalendarProperty.maxAttachmentSize) == "104857600")
            #expect(try text(CalendarProperty.maxAttachmentsPerResource) == "100")
            let components = try answer.found(CalendarProperty.supportedCalendarComponentSet, of: calendar).children
            #expect(components.map { $0.attribute("name") } == ["VEVENT"])
            let reports = try answer.found(DAVProperty.supportedReportSet, of: calendar).children
            #expect(reports.first?.first(DAVElement.report)?.children.map(\.name) == [CalendarElement.calendarMultiget])
            let privileges = try answer.found(DAVProperty.currentUserPrivilegeSet, of: calendar).children
                .compactMap { $0.children.first?.name }
            #expect(privileges.contains(Privilege.write.name) && privileges.contains(Privilege.read.name))
        }
    }

    @Test func `getctag and sync-token change with every change of a member`() async throws {
        try await TestFront.run { front in
            let tokens = {
                let names = [CalendarProperty.getCTag, DAVProperty.syncToken]
                let answer = try Multistatus(try await propfind(names, at: calendar, on: front))
                return try names.map { try answer.found($0, of: calendar).trimmedText }
            }
            let first = try await tokens()
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let second = try await tokens()
            _ = try await front.send("DELETE", calendar + "a.ics")
            let third = try await tokens()
            #expect(Set([first, second, third].map { $0[0] }).count == 3)
            #expect(Set([first, second, third].map { $0[1] }).count == 3)
        }
    }

    @Test func `Depth 1 on a calendar lists its objects as GET would describe them`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(calendar + "a%20%C3%A9.ics", SampleEvent.text())
            let names = [
                DAVProperty.getETag, DAVProperty.getContentType, DAVProperty.getContentLength,
                DAVProperty.getLastModified, DAVProperty.resourceType,
            ]
            let answer = try Multistatus(try await propfind(names, at: calendar, depth: "1", on: front))
            #expect(answer.hrefs == [calendar, calendar + "a%20%C3%A9.ics"])
            let get = try await front.send("GET", calendar + "a%20%C3%A9.ics")
            let text = { (name: XMLName) in try answer.found(name, of: calendar + "a%20%C3%A9.ics").trimmedText }
            #expect(try text(DAVProperty.getETag) == tag)
            #expect(try text(DAVProperty.getContentType) == get.headers[.contentType])
            #expect(try text(DAVProperty.getContentLength) == get.headers[.contentLength])
            #expect(try text(DAVProperty.getLastModified) == get.headers[.lastModified])
        }
    }

    @Test func `RFC 4918 §15.1 creationdate tells when a resource was made, in the form of RFC 3339`() async throws {
        try await TestFront.run { front in
            let made = { (path: String) async throws in
                try await front.properties([DAVProperty.creationDate], of: path).found(DAVProperty.creationDate)?.text
            }
            let first = front.clock.now.formatted(.iso8601)
            front.clock.advance(by: 90)
            let second = front.clock.now.formatted(.iso8601)
            try await front.put(calendar + "a.ics", SampleEvent.text())
            front.clock.advance(by: 90)
            try await front.put(calendar + "a.ics", SampleEvent.text(summary: "changed"))
            for path in ["/principals/users/alice/", "/calendars/alice/", calendar] {
                #expect(try await made(path) == first, "\(path)")
            }
            #expect(try await made(calendar + "a.ics") == second)
            #expect(first.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
            for path in ["/", "/principals/", "/principals/users/", "/calendars/"] {
                #expect(try await made(path) == nil, "\(path) was never made")
            }
        }
    }

    @Test func `RFC 4918 §9.1 an empty body asks for allprop, without what others define`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            for body in [nil, #"<propfind xmlns="DAV:"><allprop/></propfind>"#] {
                let answer = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "1"], body: body))
                let names = Set(answer.entries[calendar + "a.ics"]?.properties[200]?.map(\.name) ?? [])
                #expect(names.isSuperset(of: [DAVProperty.getETag, DAVProperty.resourceType]))
                let onCalendar = Set(answer.entries[calendar]?.properties[200]?.map(\.name) ?? [])
                #expect(
                    onCalendar.isDisjoint(with: [
                        CalendarProperty.maxAttachmentSize, CalendarProperty.maxAttachmentsPerResource,
                        DAVProperty.quotaUsedBytes, DAVProperty.currentUserPrivilegeSet,
                    ])
                )
            }
        }
    }

    @Test func `RFC 4918 §14.8 include adds to allprop`() async throws {
        try await TestFront.run { front in
            let body = #"<propfind xmlns="DAV:"><allprop/><include><owner/></include></propfind>"#
            let answer = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "0"], body: body))
            #expect(try answer.found(DAVProperty.owner, of: calendar).first(DAVElement.href) != nil)
            #expect(try answer.found(DAVProperty.displayName, of: calendar).text == "Calendar")
        }
    }

    @Test func `RFC 4918 §9.1 propname gives names without values, the protected ones too`() async throws {
        try await TestFront.run { front in
            let body = #"<propfind xmlns="DAV:"><propname/></propfind>"#
            let answer = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "0"], body: body))
            let found = answer.entries[calendar]?.properties[200] ?? []
            #expect(found.allSatisfy { $0.content.isEmpty })
            #expect(
                Set(found.map(\.name)).isSuperset(of: [
                    CalendarProperty.maxAttachmentSize, DAVProperty.quotaUsedBytes, DAVProperty.syncToken,
                ])
            )
        }
    }

    @Test func `RFC 4918 §9.1 an unknown property is 404 in its own propstat`() async throws {
        try await TestFront.run { front in
            let unknown = XMLName(namespace: "urn:x", local: "colour")
            let answer = try Multistatus(
                try await propfind([unknown, DAVProperty.getETag, DAVProperty.displayName], at: calendar, on: front)
            )
            #expect(answer.entries[calendar]?.properties[404]?.map(\.name) == [unknown, DAVProperty.getETag])
            #expect(answer.entries[calendar]?.properties[200]?.map(\.name) == [DAVProperty.displayName])
        }
    }

    @Test func `RFC 8144 §2.1 with return=minimal nothing is said of what is missing`() async throws {
        try await TestFront.run { front in
            let unknown = XMLName(namespace: "urn:x", local: "colour")
            let response = try await propfind([unknown], at: calendar, ["Prefer": "return=minimal"], on: front)
            #expect(response.headers[.preferenceApplied] == "return=minimal")
            #expect(try Multistatus(response).entries[calendar]?.properties == [200: []])
        }
    }

    @Test func `RFC 8144 §2.1 with return=minimal what may not be read is told all the same`() async throws {
        try await TestFront.run { front in
            let names = [DAVProperty.acl, XMLName(namespace: "urn:x", local: "colour")]
            let response = try await propfind(names, at: "/calendars/", ["Prefer": "return=minimal"], on: front)
            let properties = try Multistatus(response).entries["/calendars/"]?.properties
            #expect(properties?.mapValues { $0.map(\.name) } == [403: [DAVProperty.acl]])
        }
    }

    @Test func `RFC 8144 §4 depth-noroot leaves the resource itself out`() async throws {
        try await TestFront.run { front in
            let prefer = ["Prefer": "depth-noroot"]
            let names = [DAVProperty.resourceType]
            let response = try await propfind(names, at: "/calendars/alice/", depth: "1", prefer, on: front)
            #expect(response.headers[.preferenceApplied] == "depth-noroot")
            #expect(try !Multistatus(response).hrefs.contains("/calendars/alice/"))
        }
    }

    @Test(arguments: ["infinity", nil])
    func `RFC 4918 §9.1 Depth infinity is refused with propfind-finite-depth`(depth: String?) async throws {
        try await TestFront.run { front in
            let headers = depth.map { ["Depth": $0] } ?? [:]
            let response = try await front.send("PROPFIND", calendar, headers)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(dav: "propfind-finite-depth"))
        }
    }

    @Test(arguments: [
        (#"<!DOCTYPE x><propfind xmlns="DAV:"><allprop/></propfind>"#, 403), ("<propfind", 400),
        (#"<x xmlns="DAV:"/>"#, 422), (String(repeating: "<a>", count: 100), 400),
    ])
    func `a body that is no propfind is refused`(body: String, status: Int) async throws {
        try await TestFront.run { front in
            let response = try await front.send("PROPFIND", calendar, ["Depth": "0"], body: body)
            #expect(response.status.code == status)
            #expect(try await front.send("PROPFIND", calendar, ["Depth": "2"]).status == .badRequest)
        }
    }

    @Test(
        arguments: [
            (AttachmentConfiguration.Server.sameHost, [[]]), (.none, []),
        ] as [(AttachmentConfiguration.Server, [[String]])]
    )
    func `RFC 8607 §6.1 managed-attachments-server-URL is empty or absent by setting`(
        server: AttachmentConfiguration.Server,
        hrefs: [[String]]
    ) async throws {
        try await TestFront.run(configure: { $0.attachments.server = server }) { front in
            let name = CalendarProperty.managedAttachmentsServerURL
            let answer = try Multistatus(try await propfind([name], at: "/calendars/alice/", on: front))
            let found = answer.entries["/calendars/alice/"]?.found(name)
            #expect((found.map { [$0.all(DAVElement.href).map(\.text)] } ?? []) == hrefs)
        }
    }

    @Test func `RFC 8607 §6.1 managed-attachments-server-URL is a scheme and authority, on the home alone`()
        async throws
    {
        let server = try #require(AttachmentConfiguration.Server(parsing: "https://files.example.com:8443"))
        try await TestFront.run(configure: { $0.attachments.server = server }) { front in
            let name = CalendarProperty.managedAttachmentsServerURL
            let answer = try Multistatus(try await propfind([name], at: "/calendars/alice/", depth: "1", on: front))
            let found = try answer.found(name, of: "/calendars/alice/")
            #expect(found.all(DAVElement.href).map(\.text) == ["https://files.example.com:8443"])
            #expect(answer.entries[calendar]?.properties[404]?.map(\.name) == [name])
        }
    }

    @Test(arguments: ["bob", "admin"])
    func `a stranger finds the principal and nothing of the home`(user: String) async throws {
        try await TestFront.run { front in
            for path in ["/calendars/alice/", calendar, calendar + "a.ics"] {
                let response = try await front.send("PROPFIND", path, as: user, ["Depth": "0"])
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == XMLName(dav: "need-privileges"))
            }
            let principal = try await front.send("PROPFIND", "/principals/users/alice/", as: user, ["Depth": "0"])
            #expect(principal.status.code == 207)
            let homes = try Multistatus(try await front.send("PROPFIND", "/calendars/", as: user, ["Depth": "1"]))
            #expect(homes.hrefs == ["/calendars/", "/calendars/\(user)/"])
        }
    }

    @Test func `a listing of many objects is complete`() async throws {
        try await TestFront.run { front in
            for number in 0..<300 {
                try await front.put(calendar + "\(number).ics", SampleEvent.text(uid: "e\(number)@example.com"))
            }
            let answer = try Multistatus(
                try await propfind([DAVProperty.getETag], at: calendar, depth: "1", on: front)
            )
            #expect(Set(answer.hrefs) == Set((0..<300).map { calendar + "\($0).ics" } + [calendar]))
        }
    }
}
