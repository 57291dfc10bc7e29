import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import SQLDatabase
import Synchronization
import Testing
import WebDAV

@testable import FrontService

@Suite struct ResourcePagesTests {
    private let calendar = "/calendars/alice/calendar/"
    private let dead = XMLName(namespace: "urn:x", local: "p")

    /// Fills a calendar with objects, each with properties of clients of that size.
    private func fill(_ front: TestFront, count: Int, propertyBytes: Int) async throws {
        try await front.store { calendar, txn in
            let calendars = front.dependencies.calendars
            for number in 0..<count {
                let name = String(1_000 + number)
                let object = NewCalendarObject(name: name, uid: name, componentType: "VEVENT", data: [1])
                let id = try calendars.put(object, in: calendar.id, now: .distantPast, in: txn).object.id
                guard propertyBytes > 0 else { continue }
                let text = name + String(repeating: "x", count: propertyBytes)
                let property = DeadProperty(XMLElement(dead, text: text))
                try calendars.changeDeadProperties([.set(property)], of: .object(id), in: txn)
            }
        }
    }

    private func pages(on front: TestFront) async throws -> [Int] {
        let alice = try #require(UserID(parsing: "alice"))
        let (principal, listing) = try await front.dependencies.database.read { txn in
            let principal = try #require(try front.dependencies.calendars.principal(alice, in: txn))
            let reader = ListingReader(dependencies: front.dependencies, principal: principal, in: txn)
            let listing = try reader.list(
                .calendar(alice, name: "calendar"),
                includesMembers: true,
                selection: .allProperties(including: [])
            )
            return (principal, listing)
        }
        var counts: [Int] = []
        try await MemberReading(of: listing, for: principal, front.dependencies).forEachPage { members in
            counts += members.pages.map(\.count)
        }
        return counts
    }

    @Test func `a page ends with as many members, or as many octets of properties, as memory is to hold`() async throws
    {
        try await TestFront.run { front async throws in
            #expect(try await pages(on: front).isEmpty)
            try await fill(front, count: 1_001, propertyBytes: 0)
            #expect(try await pages(on: front) == [500, 500, 1])
        }
        try await TestFront.run { front async throws in
            try await fill(front, count: 150, propertyBytes: 15_000)
            let pages = try await pages(on: front)
            #expect(pages.reduce(0, +) == 150)
            #expect(pages.count == 3 && pages.allSatisfy { $0 <= 70 })
        }
    }

    @Test func `Depth 1 tells the properties of clients of all members, whichever page they are on`() async throws {
        try await TestFront.run { front async throws in
            try await fill(front, count: 150, propertyBytes: 15_000)
            let body = XMLElement(DAVElement.propfind, [XMLElement(DAVElement.prop, [XMLElement(dead)])])
            let octets = XMLDocument.serialise(body)
            let answer = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "1"], octets: octets))
            #expect(answer.hrefs.count == 151)
            for href in answer.hrefs.dropFirst() {
                let text = try answer.found(dead, of: href).text
                #expect(text.hasPrefix(href.dropFirst(calendar.count)), "\(href)")
            }
        }
    }
}
