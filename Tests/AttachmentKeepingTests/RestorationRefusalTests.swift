import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import ICalendar
import ManagedAttachments
import MetadataStoreTesting
import SQLDatabase
import Testing

struct RestorationRefusalTests {
    @Test func `what never was, and what was not removed, is refused`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let (id, unknown) = (try fixture.add(to: event, of: fixture.alice, txn), AttachmentID.random())
            let restoration = try KeepingFixture.restoration()
            #expect(throws: RestorationError.unknown(unknown)) {
                try restoration.restore(unknown, now: .sample(), in: txn)
            }
            #expect(throws: RestorationError.notRemoved(id)) { try restoration.restore(id, now: .sample(), in: txn) }
            #expect(throws: RestorationError.notRemoved(id)) {
                try restoration.restore(id, into: event, now: .sample(), in: txn)
            }
        }
    }

    @Test func `after the grace it is refused`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, at: 5, txn)
            _ = try fixture.attachments.beginReleases(due: .sample(3605), limit: 1, leaseEnd: .sample(9000), in: txn)
            let refusal = RestorationError.released(id, removed: .sample(5))
            let restoration = try KeepingFixture.restoration()
            #expect(throws: refusal) { try restoration.restore(id, now: .sample(3605), in: txn) }
            #expect(throws: refusal) { try restoration.restore(id, into: event, now: .sample(3605), in: txn) }
        }
    }

    @Test func `what the server withdrew is refused with the reason`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            try AttachmentWithdrawal().withdraw(id, reason: "Malware.", now: .sample(1), in: txn)
            #expect(throws: RestorationError.withdrawn(id, reason: "Malware.")) {
                try KeepingFixture.restoration().restore(id, now: .sample(2), in: txn)
            }
        }
    }

    @Test func `RFC 4331 §6 beyond a quota it is refused`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            #expect(throws: RestorationError.overQuota(limit: 999)) {
                try KeepingFixture.restoration(quota: 999).restore(id, now: .sample(), in: txn)
            }
            #expect(throws: RestorationError.overCalendarQuota(limit: 100)) {
                try KeepingFixture.restoration(calendarQuota: 100).restore(id, now: .sample(), in: txn)
            }
        }
    }

    @Test func `RFC 8607 §6.3 beyond the limit of attachments in an event it is refused`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let attachments = (0..<2).map { number in
                "ATTACH;MANAGED-ID=other-\(number):https://cal.example.com/attachments/other-\(number)/a\n"
            }
            let event = try fixture.put("meeting", of: fixture.alice, lines: attachments.joined(), txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            #expect(throws: RestorationError.refused(.maxAttachmentsPerResource(limit: 2))) {
                try KeepingFixture.restoration().restore(id, now: .sample(), in: txn)
            }
        }
    }

    @Test func `RFC 4791 §5.2.5 what would make the event too large is refused`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            #expect(throws: RestorationError.refused(.maxResourceSize(limit: 200))) {
                try KeepingFixture.restoration(maximumResourceSize: 200).restore(id, now: .sample(), in: txn)
            }
        }
    }

    @Test func `RFC 4791 §5.2.5 what a parser would not read again is refused`() async throws {
        try await KeepingFixture.with { fixture, txn in
            // The eleventh element and those after it, up to one less than a parser takes.
            let lines = String(repeating: "X-A:1\n", count: ICalendarLimits.standard.maximumElements - 11)
            let event = try fixture.put("meeting", of: fixture.alice, lines: lines, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            let stored = try #require(try fixture.calendars.data(of: event, in: txn))
            #expect(try CalendarObjectResource(parsing: stored).uid == "meeting")
            let octets = 10_000_000
            #expect(throws: RestorationError.refused(.maxResourceSize(limit: octets))) {
                try KeepingFixture.restoration(calendarQuota: UInt64(octets), maximumResourceSize: octets)
                    .restore(id, now: .sample(), in: txn)
            }
        }
    }

    @Test func `RFC 8607 §3.11.3 an attendee gets nothing back into the organizer's event`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let lines = "ORGANIZER:mailto:boss@example.com\nATTENDEE:mailto:alice@example.com\n"
            let event = try fixture.put("meeting", of: fixture.alice, lines: lines, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            #expect(throws: RestorationError.refused(.attendeeChange)) {
                try KeepingFixture.restoration().restore(id, now: .sample(), in: txn)
            }
        }
    }

    @Test func `another home's event is refused`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let foreign = try fixture.put("meeting", of: fixture.bob, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            #expect(throws: RestorationError.notHeld(id)) {
                try KeepingFixture.restoration().restore(id, into: foreign, now: .sample(), in: txn)
            }
        }
    }
}
