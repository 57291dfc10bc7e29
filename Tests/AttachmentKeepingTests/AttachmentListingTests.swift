import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

import struct AttachmentStore.Attachment

struct AttachmentListingTests {
    @Test func `a listing names the owner and the events by their paths`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("a b.ics", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            let listed = try AttachmentListing().page(HoldingFilter(), limit: 10, in: txn)
            #expect(listed.map(\.id) == [id])
            #expect(listed.first?.owner == fixture.alice.uid)
            #expect(listed.first?.events.map(\.path) == ["/calendars/alice/calendar/a%20b.ics"])
        }
    }

    @Test func `a title is what people read, in one line`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let calendar = try fixture.calendar(of: fixture.alice, txn)
            let lines = [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Client//EN", "BEGIN:VEVENT", "UID:a",
                "DTSTAMP:20260101T000000Z", "DTSTART:20260601T080000Z", #"SUMMARY:Lunch\, tea\nand more\; bread"#,
                "END:VEVENT", "END:VCALENDAR", "",
            ]
            let data = Array(lines.joined(separator: "\r\n").utf8)
            let new = NewCalendarObject(name: "a", uid: "a", componentType: "VEVENT", data: data)
            let event = try fixture.calendars.put(new, in: calendar, now: .sample(), in: txn).object.id
            #expect(try AttachmentListing().title(of: event, in: txn) == "Lunch, tea and more; bread")
        }
    }

    @Test func `pages follow each other without gap or repetition`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let ids = try (0..<7).map { number in
                let event = try fixture.put("event-\(number)", of: fixture.alice, txn)
                return try fixture.add(to: event, of: fixture.alice, txn)
            }
            var (found, last) = ([AttachmentID](), AttachmentHolding.Key?.none)
            while true {
                let page = try AttachmentListing().page(HoldingFilter(), after: last, limit: 3, in: txn)
                found += page.map(\.id)
                last = page.last?.held.holding.key
                guard page.count == 3 else { break }
            }
            #expect(found == ids.sorted { $0.text < $1.text })
        }
    }

    @Test func `all pages of two homes have every holding once, the homes one after the other`() async throws {
        try await DatabaseEngine.sqlite.withDatabase { database in
            let fixture = try await KeepingFixture.on(database)
            let ids = try await database.write { txn in
                try [fixture.alice, fixture.bob, fixture.alice, fixture.bob, fixture.alice].enumerated().map {
                    number,
                    user in
                    try fixture.add(to: try fixture.put("event-\(number)", of: user, txn), of: user, txn)
                }
            }
            var pages: [[ListedAttachment]] = []
            for try await page in AttachmentPages(HoldingFilter(), size: 2, in: database) { pages.append(page) }
            #expect(pages.map(\.count) == [2, 2, 1])
            let listed = pages.flatMap(\.self)
            #expect(Set(listed.map(\.id)) == Set(ids))
            #expect(listed.map(\.held.holding.domain.id) == listed.map(\.held.holding.domain.id).sorted())
            #expect(Set(listed.map(\.owner)) == [fixture.alice.uid, fixture.bob.uid])
            let homes = [fixture.alice, fixture.bob].map { user in listed.filter { $0.owner == user.uid }.count }
            #expect(homes == [3, 2])
        }
    }

    @Test func `a page takes a few statements for all its rows, and each finds them by a key`() async throws {
        try await KeepingFixture.with { fixture, txn in
            for number in 0..<60 {
                let user = number.isMultiple(of: 2) ? fixture.alice : fixture.bob
                let event = try fixture.put("event-\(number)", of: user, txn)
                try fixture.add(to: event, of: user, txn)
            }
            let recorder = PlanRecorder(txn)
            let listed = try AttachmentListing().page(HoldingFilter(), limit: 60, in: recorder)
            #expect(listed.count == 60 && listed.allSatisfy { $0.events.count == 1 && $0.owner != nil })
            // The holdings, their links, the events, and the owners.
            #expect(recorder.statementCount == 4)
            #expect(recorder.scans == [])
        }
    }

    @Test func `a home has its own events of an attachment, and none of a calendar that is gone`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let (mine, other) = (
                try fixture.put("mine", of: fixture.alice, txn), try fixture.put("other", of: fixture.alice, txn)
            )
            let id = try fixture.add(to: mine, of: fixture.alice, txn)
            let home = try fixture.domain(of: fixture.alice)
            try fixture.attachments.link(id, heldBy: home, to: LinkedObjectID(other.text), in: txn)
            let theirs = LinkedObjectID(try fixture.put("theirs", of: fixture.bob, txn).text)
            try fixture.attachments.hold(
                id,
                by: try fixture.domain(of: fixture.bob),
                reference: .random(),
                begun: .sample(),
                linkedTo: theirs,
                in: txn
            )
            func paths() throws -> [UserID?: [String]] {
                let listed = try AttachmentListing().page(HoldingFilter(), limit: 9, in: txn)
                return Dictionary(uniqueKeysWithValues: listed.map { ($0.owner, $0.events.map(\.path)) })
            }
            let bobs = ["/calendars/bob/calendar/theirs"]
            let alices = ["/calendars/alice/calendar/mine", "/calendars/alice/calendar/other"]
            #expect(try paths() == [fixture.alice.uid: alices, fixture.bob.uid: bobs])
            try fixture.calendars.removeCalendar(try fixture.calendar(of: fixture.alice, txn), now: .sample(), in: txn)
            #expect(try paths() == [fixture.alice.uid: [], fixture.bob.uid: bobs])
        }
    }

    @Test func `homes, states and withdrawals are told apart`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let (kept, removed, withdrawn) = (
                try fixture.add(to: event, of: fixture.alice, txn), try fixture.add(to: event, of: fixture.alice, txn),
                try fixture.add(to: event, of: fixture.alice, txn)
            )
            let foreign = try fixture.add(to: try fixture.put("b", of: fixture.bob, txn), of: fixture.bob, txn)
            try fixture.remove(removed, from: event, txn)
            try AttachmentWithdrawal().withdraw(withdrawn, reason: "Malware.", now: .sample(), in: txn)
            func ids(_ filter: HoldingFilter) throws -> Set<AttachmentID> {
                Set(try AttachmentListing().page(filter, limit: 10, in: txn).map(\.id))
            }
            let alice = try fixture.domain(of: fixture.alice)
            #expect(try ids(HoldingFilter()) == [kept, removed, withdrawn, foreign])
            #expect(try ids(HoldingFilter(domain: alice, phases: [.live])) == [kept])
            #expect(try ids(HoldingFilter(phases: [.removed])) == [removed, withdrawn])
            #expect(try ids(HoldingFilter(isWithdrawn: true)) == [withdrawn])
        }
    }

    @Test func `versions of an updated file are listed, the newest first`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            var ids = [try fixture.add(Self.version(0, of: nil), to: event, of: fixture.alice, txn)]
            for number in 1..<4 {
                ids.append(
                    try fixture.add(Self.version(number, of: ids.last), to: event, of: fixture.alice, txn)
                )
            }
            try fixture.add(to: event, of: fixture.alice, txn)
            for id in ids {
                #expect(try AttachmentVersions().versions(of: id, in: txn).map(\.id) == ids.reversed())
            }
            #expect(try AttachmentVersions().versions(of: .random(), in: txn) == [])
        }
    }

    private static func version(_ number: Int, of replaced: AttachmentID?) -> Attachment {
        let sample = Attachment.sample(size: 10)
        return Attachment(
            id: sample.id,
            content: BlobDescription(blob: sample.blob, size: sample.size),
            labels: Attachment.Labels(mediaType: "text/plain", filename: "a.txt"),
            creator: "alice",
            created: .sample(number),
            replaces: replaced
        )
    }
}
