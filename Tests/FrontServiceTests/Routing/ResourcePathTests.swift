import AttachmentStore
import CalendarStore
import RandomTesting
import Testing
import WebDAV

@testable import FrontService

@Suite struct ResourcePathTests {
    private let alice = UserID(parsing: "alice")

    @Test(arguments: [
        "/", "/principals/", "/principals/users/", "/principals/users/alice/", "/calendars/", "/calendars/alice/",
        "/calendars/alice/calendar/", "/calendars/alice/calendar/a%20%C3%A9%2C%25.ics", "/.well-known/caldav",
        "/attachments/aaaaaaaaaaaaaaaaaaaaaaaaaa/a%20b.pdf",
    ])
    func `a path comes back as it was parsed`(path: String) throws {
        #expect(try ResourcePath(parsing: path).href == path)
    }

    @Test func `a collection is found without its closing slash`() throws {
        let alice = try #require(alice)
        #expect(try ResourcePath(parsing: "/calendars/alice/calendar") == .calendar(alice, name: "calendar"))
        #expect(try ResourcePath(parsing: "/principals/users/alice") == .principal(alice))
    }

    @Test func `a segment is decoded once`() throws {
        let alice = try #require(alice)
        let path = try ResourcePath(parsing: "/calendars/alice/calendar/a%2525.ics")
        #expect(path == .object(alice, calendar: "calendar", name: "a%25.ics"))
    }

    @Test(arguments: [
        "/calendars/alice/calendar/%zz", "/calendars/alice/calendar/%2", "/calendars/alice/calendar/%ff",
        "/calendars/alice/calendar/a%2Fb", "/calendars/alice/calendar/a%00b", "/calendars/alice/calendar/a%0D%0Ab",
        "/calendars/alice/calendar/a%7Fb", "/calendars/alice/calendar/a%C2%9Fb", "/calendars/alice/calendar/a\u{85}b",
        "/calendars/alice/%2E%2E/x.ics", "/calendars/alice/../x.ics", "/calendars//calendar/x.ics", "//", "calendars/",
        "/calendars/alice/./x.ics",
    ])
    func `a segment that is no valid name is refused`(path: String) {
        #expect { try ResourcePath(parsing: path) } throws: { error in
            guard case ResourcePathError.malformedSegment = error else { return false }
            return true
        }
    }

    @Test func `a slash is one whatever stands behind it, and a letter with a mark is a valid name`() throws {
        let alice = try #require(alice)
        let path = try ResourcePath(parsing: "/calendars/alice/calendar/\u{301}a\u{301}.ics")
        #expect(path == .object(alice, calendar: "calendar", name: "\u{301}a\u{301}.ics"))
        #expect(path.href == "/calendars/alice/calendar/%CC%81a%CC%81.ics")
    }

    @Test(arguments: [
        "/x", "/calendars/Alice/", "/calendars/alice/calendar/x.ics/", "/calendars/alice/calendar/x/y",
        "/principals/groups/", "/attachments/short/a.pdf", "/attachments/", "/.well-known/", "/.well-known/carddav",
    ])
    func `a path that names nothing is unknown`(path: String) {
        #expect(throws: ResourcePathError.unknown) { try ResourcePath(parsing: path) }
    }

    @Test func `an over-long path and an over-long segment are refused`() {
        let segment = String(repeating: "a", count: 256)
        #expect(throws: ResourcePathError.tooLong(limit: 255)) {
            try ResourcePath(parsing: "/calendars/alice/calendar/\(segment)")
        }
        let path = "/calendars/alice/" + String(repeating: "a/", count: 2100)
        #expect(throws: ResourcePathError.tooLong(limit: 4096)) { try ResourcePath(parsing: path) }
    }

    @Test func `an href is understood with and without an authority`() throws {
        let alice = try #require(alice)
        let object = ResourcePath.object(alice, calendar: "calendar", name: "a b.ics")
        #expect(ResourcePath(Href(written: "/calendars/alice/calendar/a%20b.ics")) == object)
        #expect(ResourcePath(Href(written: "http://other:8080/calendars/alice/calendar/a%20b.ics")) == object)
        #expect(ResourcePath(Href(written: "/calendars/alice/calendar/../calendar/a%20b.ics")) == nil)
        #expect(ResourcePath(Href(written: "/calendars/alice/calendar/a%20b.ics?x")) == nil)
    }

    @Test(arguments: ["a%2Fb", "removed%2Fx", "a%00b", "%2E%2E", "a%0D%0Ab"])
    func `an href with a segment that is no valid name names nothing`(segment: String) {
        #expect(ResourcePath(Href(written: "/calendars/alice/\(segment)/")) == nil)
        #expect(ResourcePath(Href(written: "/calendars/alice/calendar/\(segment)")) == nil)
        #expect(ResourcePath(Href(written: "/calendars/alice/\(segment)/a.ics")) == nil)
    }

    @Test func `whatever a path holds, it is parsed or refused, and what is parsed comes back`() {
        let seed: UInt64 = 20_240_107
        var generator = SeededGenerator(seed: seed)
        let pieces = ["/", "calendars", "alice", "%", "%2F", "%c3%a9", "%00", "..", ".", "é", "a", "attachments", "//"]
        for round in 0..<5000 {
            let count = Int.random(in: 0..<8, using: &generator)
            let path = (0..<count).reduce(into: "/") { text, _ in
                text += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }
            guard let parsed = try? ResourcePath(parsing: path) else { continue }
            #expect((try? ResourcePath(parsing: parsed.href)) == parsed, "seed \(seed), round \(round): \(path)")
        }
    }
}
