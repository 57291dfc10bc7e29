import CalendarStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct SyncCollectionReportTests {
    private let calendar = "/calendars/alice/calendar/"
    private let home = "/calendars/alice/"

    private func sync(_ token: String, level: String = "1", limit: Int? = nil) -> String {
        let limit = limit.map { "<D:limit><D:nresults>\($0)</D:nresults></D:limit>" } ?? ""
        return """
            <D:sync-collection><D:sync-token>\(token)</D:sync-token><D:sync-level>\(level)</D:sync-level>\(limit)\
            <D:prop><D:getetag/></D:prop></D:sync-collection>
            """
    }

    private func put(_ names: [String], on front: TestFront) async throws {
        for name in names { try await front.put(calendar + name, SampleEvent.text(uid: name)) }
    }

    @Test(arguments: ["", "calendar/", "tasks/", "inbox/", "outbox/"])
    func `RFC 6578 §3.1 a home and every collection in it answer the report, and say so`(path: String) async throws {
        try await TestFront.run { front in
            let entry = try await front.properties([DAVProperty.supportedReportSet], of: home + path)
            let reports = try #require(entry.found(DAVProperty.supportedReportSet)).children
                .compactMap { $0.first(DAVElement.report)?.children.first?.name }
            #expect(reports.contains(ReportElement.syncCollection))
            for level in ["1", "infinite"] {
                let response = try await front.report(sync("", level: level), at: home + path)
                #expect(try Multistatus(response).hrefs.count == (path.isEmpty ? 4 : 0))
                #expect(try syncToken(of: response).hasPrefix("data:,"))
            }
        }
    }

    @Test func `RFC 6578 §3.4 the first report has what is there, and no removals`() async throws {
        try await TestFront.run { front in
            try await put(["a", "b", "c"], on: front)
            _ = try await front.send("DELETE", calendar + "b")
            let response = try await front.report(sync(""), at: calendar)
            let answer = try Multistatus(response)
            #expect(answer.hrefs == [calendar + "a", calendar + "c"])
            #expect(try answer.found(DAVProperty.getETag, of: calendar + "a").text.hasPrefix("\""))
            let body = #"<propfind xmlns="DAV:"><prop><sync-token/></prop></propfind>"#
            let propfind = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "0"], body: body))
            #expect(try propfind.found(DAVProperty.syncToken, of: calendar).text == syncToken(of: response))
        }
    }

    @Test func `RFC 6578 §3.5 later ones have what changed since, each once, and what was removed as 404`() async throws
    {
        try await TestFront.run { front in
            try await put(["a", "b", "c"], on: front)
            let first = try syncToken(of: try await front.report(sync(""), at: calendar))
            try await front.put(calendar + "a", SampleEvent.text(uid: "a", summary: "Once"))
            try await front.put(calendar + "a", SampleEvent.text(uid: "a", summary: "Twice"))
            _ = try await front.send("DELETE", calendar + "b")
            try await put(["d"], on: front)
            let response = try await front.report(sync(first), at: calendar)
            let answer = try Multistatus(response)
            #expect(answer.hrefs == [calendar + "a", calendar + "b", calendar + "d"])
            #expect(answer.entries[calendar + "b"]?.status == "HTTP/1.1 404 Not Found")
            #expect(answer.entries[calendar + "b"]?.properties.isEmpty == true)
            #expect(answer.entries[calendar + "d"]?.status == nil)
            let last = try await front.report(sync(try syncToken(of: response)), at: calendar)
            #expect(try Multistatus(last).hrefs == [])
            #expect(try syncToken(of: last) == syncToken(of: response))
        }
    }

    @Test func `RFC 6578 §3.6 a limit truncates with 507 for the request URI, and the tokens lead through everything`()
        async throws
    {
        try await TestFront.run { front in
            let names = (0..<7).map { "e\($0)" }
            try await put(names, on: front)
            var (token, seen): (String, [String]) = ("", [])
            for expected in [3, 3, 1] {
                let response = try await front.report(sync(token, limit: 3), at: calendar)
                let answer = try Multistatus(response)
                let members = answer.hrefs.filter { $0 != calendar }
                #expect(members.count == expected)
                let isLast = seen.count + members.count == names.count
                #expect(answer.entries[calendar]?.status == (isLast ? nil : "HTTP/1.1 507 Insufficient Storage"))
                seen += members
                token = try syncToken(of: response)
            }
            #expect(seen == names.map { calendar + $0 })
            let last = try await front.report(sync(token), at: calendar)
            #expect(try Multistatus(last).hrefs == [])
        }
    }

    @Test func `RFC 6578 §3.6 the 507 says why, with number-of-matches-within-limits`() async throws {
        try await TestFront.run { front in
            try await put(["a", "b", "c"], on: front)
            for uri in [calendar, home] {
                let response = try await front.report(sync("", limit: 2), at: uri)
                let responses = try XMLDocument.parse(Array(buffer: response.body)).all(DAVElement.response)
                #expect(responses.count == 3)
                let told = try #require(responses.first { $0.first(DAVElement.href)?.trimmedText == uri })
                #expect(told.first(DAVElement.status)?.trimmedText == "HTTP/1.1 507 Insufficient Storage")
                let error = try #require(told.first(DAVElement.error))
                #expect(error.children.map(\.name) == [Precondition.numberOfMatchesWithinLimits.name])
                let others = responses.filter { $0.first(DAVElement.href)?.trimmedText != uri }
                #expect(others.allSatisfy { $0.first(DAVElement.error) == nil })
            }
        }
    }

    /// Follows the tokens of truncated answers of a home to the end.
    ///
    /// Fails the test where an answer but the last one has another number of changes than the limit, or where a truncation
    /// is not told.
    private func follow(
        _ token: inout String,
        level: String,
        limit: Int,
        on front: TestFront
    ) async throws -> [Multistatus] {
        var answers: [Multistatus] = []
        while true {
            let response = try await front.report(sync(token, level: level, limit: limit), at: home)
            let answer = try Multistatus(response)
            answers.append(answer)
            token = try syncToken(of: response)
            guard let root = answer.entries[home] else { return answers }
            try #require(root.status == "HTTP/1.1 507 Insufficient Storage")
            try #require(answer.hrefs.count == limit + 1)
        }
    }

    @Test(arguments: ["1", "infinite"], 1...4)
    func `RFC 6578 §3.6 a limit truncates what a home tells too, and the tokens lead through everything`(
        level: String,
        limit: Int
    ) async throws {
        try await TestFront.run { front in
            let collections = ["calendar", "inbox", "outbox", "tasks"].map { home + $0 + "/" }
            let objects = level == "1" ? [] : ["a", "b", "c"].map { calendar + $0 }
            try await put(["a", "b", "c"], on: front)
            var token = ""
            let first = try await follow(&token, level: level, limit: limit, on: front)
            #expect(first.flatMap(\.hrefs).filter { $0 != home }.sorted() == (collections + objects).sorted())

            try await front.makeCalendar(home + "other/")
            try await front.change("tasks") { $0.displayName = "Chores" }
            try await front.put(calendar + "c", SampleEvent.text(uid: "c", summary: "Again"))
            try await put(["d"], on: front)
            _ = try await front.send("DELETE", calendar + "a")
            let changes = try await follow(&token, level: level, limit: limit, on: front)
            let members = level == "1" ? [] : ["a", "c", "d"].map { calendar + $0 }
            let expected = [home + "other/", home + "tasks/"] + members
            #expect(changes.flatMap(\.hrefs).filter { $0 != home }.sorted() == expected.sorted())
            let removed = changes.compactMap { $0.entries[calendar + "a"]?.status }
            #expect(removed == (level == "1" ? [] : ["HTTP/1.1 404 Not Found"]))
            let last = try await follow(&token, level: level, limit: limit, on: front)
            #expect(last.flatMap(\.hrefs) == [])
        }
    }

    @Test func `many changes come in steps, each once`() async throws {
        try await TestFront.run { front in
            let names = (0..<620).map { "e\($0)" }
            try await put(["first"], on: front)
            let first = try syncToken(of: try await front.report(sync(""), at: calendar))
            try await front.fill("calendar", names: names)
            let response = try await front.report(sync(first), at: calendar)
            #expect(try Multistatus(response).hrefs == names.map { calendar + $0 })
            let last = try await front.report(sync(try syncToken(of: response)), at: calendar)
            #expect(try Multistatus(last).hrefs == [])
        }
    }

    @Test(arguments: [
        "x", "data:,x", "data:,", "http://example.com/1", "data:,aaaaaaaaaaaaaaaaaaaaaaaaaa-1",
    ])
    func `RFC 6578 §3.2 a token that is none of this collection is refused with valid-sync-token`(
        token: String
    ) async throws {
        try await TestFront.run { front in
            for uri in [calendar, "/calendars/alice/"] {
                let response = try await front.report(sync(token), at: uri)
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == Precondition.validSyncToken.name)
            }
        }
    }

    @Test func `RFC 6578 §3.2 the token of another collection, or of a state to come, is refused`() async throws {
        try await TestFront.run { front in
            let other = try syncToken(of: try await front.report(sync(""), at: "/calendars/alice/tasks/"))
            let home = try syncToken(of: try await front.report(sync(""), at: "/calendars/alice/"))
            let own = try syncToken(of: try await front.report(sync(""), at: calendar))
            for token in [other, home, own + "9"] {
                let response = try await front.report(sync(token), at: calendar)
                #expect(try precondition(of: response)?.name == Precondition.validSyncToken.name, "\(token)")
            }
        }
    }

    @Test func `RFC 6578 §3.3 a home tells of its collections at level 1, and of their members at level infinite`()
        async throws
    {
        try await TestFront.run { front in
            try await put(["a"], on: front)
            let collections = try Multistatus(try await front.report(sync(""), at: home))
            #expect(
                collections.hrefs.sorted() == ["calendar", "inbox", "outbox", "tasks"].map { home + $0 + "/" }
            )
            let all = try await front.report(sync("", level: "infinite"), at: home)
            #expect(try Multistatus(all).hrefs.sorted() == (collections.hrefs + [calendar + "a"]).sorted())

            let token = try syncToken(of: all)
            try await put(["b"], on: front)
            _ = try await front.send("DELETE", calendar + "a")
            try await front.change("tasks") { $0.displayName = "Chores" }
            let changes = try Multistatus(try await front.report(sync(token, level: "infinite"), at: home))
            #expect(changes.hrefs.sorted() == [calendar + "a", calendar + "b", home + "tasks/"].sorted())
            #expect(changes.entries[calendar + "a"]?.status == "HTTP/1.1 404 Not Found")
            #expect(try changes.found(DAVProperty.getETag, of: calendar + "b").text.isEmpty == false)
        }
    }

    @Test func `RFC 6578 §4 a home has a sync-token, which changes with whatever is in it`() async throws {
        try await TestFront.run { front in
            let token = {
                let body = #"<propfind xmlns="DAV:"><prop><sync-token/></prop></propfind>"#
                let response = try await front.send("PROPFIND", "/calendars/alice/", ["Depth": "0"], body: body)
                return try Multistatus(response).found(DAVProperty.syncToken, of: "/calendars/alice/").text
            }
            let before = try await token()
            try await put(["a"], on: front)
            let after = try await token()
            #expect(before != after && after.hasPrefix("data:,"))
        }
    }

    @Test(arguments: [
        "<D:sync-collection><D:sync-level>1</D:sync-level><D:prop/></D:sync-collection>",
        "<D:sync-collection><D:sync-token/><D:sync-level>2</D:sync-level><D:prop/></D:sync-collection>",
        "<D:sync-collection><D:sync-token/><D:sync-level>1</D:sync-level></D:sync-collection>",
        "<D:sync-collection><D:sync-token/><D:prop/></D:sync-collection>",
    ])
    func `RFC 6578 §6.1 a body that lacks a part is refused`(body: String) async throws {
        try await TestFront.run { front in
            let response = try await front.report(body, at: calendar)
            #expect(response.status == .unprocessableContent)
        }
    }
}
