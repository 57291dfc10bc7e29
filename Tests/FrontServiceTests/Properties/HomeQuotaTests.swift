import HTTPTypes
import HummingbirdTesting
import SQLDatabase
import ServiceSupport
import Testing
import WebDAV

@testable import FrontService

@Suite struct HomeQuotaTests {
    private func quota(_ attachments: UInt64, _ data: UInt64, limits: (UInt64, UInt64)) throws -> [UInt64] {
        let url = try #require(ServiceURL(parsing: "https://cal.example.com"))
        var configuration = FrontConfiguration(publicURL: url, databaseURL: .sqlite(path: "unused"))
        configuration.quotaBytes = limits.0
        configuration.calendarQuotaBytes = limits.1
        let quota = HomeQuota(attachments: attachments, calendarData: data, configuration)
        return [quota.used, quota.available]
    }

    @Test func `RFC 4331 §3 what is available is what fits of anything, so that the fuller quota counts`() throws {
        try #expect(quota(0, 0, limits: (100, 100)) == [0, 100])
        try #expect(quota(30, 20, limits: (100, 100)) == [30, 70])
        try #expect(quota(30, 20, limits: (100, 50)) == [20, 30])
        try #expect(quota(10, 90, limits: (100, 50)) == [90, 0])
        try #expect(quota(200, 10, limits: (100, 50)) == [200, 0])
    }

    @Test func `RFC 4331 §3, §4 calendar data and properties of clients are told where their quota is the fuller one`()
        async throws
    {
        let calendar = "/calendars/alice/calendar/"
        let size = SampleEvent.text().utf8.count
        try await TestFront.run(configure: { $0.calendarQuotaBytes = 10_000 }) { front in
            func values() async throws -> [String?] {
                let names = [DAVProperty.quotaUsedBytes, DAVProperty.quotaAvailableBytes]
                let found = try await front.properties(names, of: calendar)
                return names.map { found.found($0)?.trimmedText }
            }
            let empty = try await values()
            // The names of the four collections of a new home.
            let names = "CalendarTasksInboxOutbox".utf8.count
            #expect(empty == ["\(names)", "\(10_000 - names)"])
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let filled = try await values()
            #expect(filled == ["\(names + size)", "\(10_000 - names - size)"])
            let property = XMLElement(XMLName(namespace: "urn:x", local: "p"), text: String(repeating: "x", count: 500))
            _ = try await front.patch(calendar + "a.ics", set: [property])
            let used = try await values()[0].flatMap { Int($0) } ?? 0
            #expect((names + size + 500..<names + size + 1_000).contains(used))
        }
    }
}
