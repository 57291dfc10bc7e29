import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import ManagedAttachments
import MetadataStoreTesting
import SQLDatabase
import Testing

struct AttachmentRestorationTests {
    @Test func `what a user removed comes back with its ATTACH`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            let restored = try KeepingFixture.restoration().restore(id, now: .sample(60), in: txn)
            #expect(restored.place.path == "/calendars/alice/calendar/meeting")
            let lines = try fixture.lines(of: event, txn)
            let uri = "https://cal.example.com/attachments/\(id)/notes.txt"
            #expect(
                lines.contains(
                    "ATTACH;MANAGED-ID=\(id);FMTTYPE=text/plain;SIZE=1000;FILENAME=notes.txt:\(uri)"
                )
            )
            let domain = try fixture.domain(of: fixture.alice)
            #expect(try fixture.attachments.held(id, by: domain, in: txn)?.holding.state == .live)
            #expect(try fixture.attachments.usage(of: domain, in: txn) == 1000)
            #expect(try fixture.attachments.links(of: id, in: txn).map(\.object.text) == [event.text])
        }
    }

    @Test func `RFC 5545 §3.8.7.3 the event says when it was changed, and has another entity tag`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            let before = try fixture.calendars.summary(event, in: txn)?.etag
            let restored = try KeepingFixture.restoration().restore(id, now: .sample(60), in: txn)
            #expect(restored.object.etag != before)
            #expect(try fixture.lines(of: event, txn).contains("LAST-MODIFIED:20231114T221420Z"))
        }
    }

    @Test(arguments: [("", 2), ("20260608T080000Z", 1), ("M,20260608T080000Z", 2), ("20270101T080000Z", 2)])
    func `it comes back on the instances that had it, or on all where none is there`(
        instances: String,
        count: Int
    ) async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("series", of: fixture.alice, isRecurring: true, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, instances: instances, txn)
            try KeepingFixture.restoration().restore(id, now: .sample(60), in: txn)
            let lines = try fixture.lines(of: event, txn)
            #expect(lines.count { $0.contains("MANAGED-ID=\(id)") } == count)
            let last = try #require(lines.lastIndex { $0.contains("MANAGED-ID=\(id)") })
            let override = try #require(lines.firstIndex { $0.hasPrefix("RECURRENCE-ID") })
            #expect(last > override)
        }
    }

    @Test func `of several events that had it the last one gets it`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let (first, last) = (
                try fixture.put("first", of: fixture.alice, txn), try fixture.put("last", of: fixture.alice, txn)
            )
            let id = try fixture.add(to: first, of: fixture.alice, txn)
            let domain = try fixture.domain(of: fixture.alice)
            try fixture.attachments.link(id, heldBy: domain, to: LinkedObjectID(last.text), in: txn)
            try fixture.remove(id, from: first, at: 1, txn)
            try fixture.remove(id, from: last, at: 2, txn)
            let restored = try KeepingFixture.restoration().restore(id, now: .sample(60), in: txn)
            #expect(restored.place.object == last)
        }
    }

    @Test func `it comes back into another event where the old one is gone`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            let calendar = try fixture.calendar(of: fixture.alice, txn)
            try fixture.calendars.deleteObject(named: "meeting", in: calendar, in: txn)
            let other = try fixture.put("other", of: fixture.alice, txn)
            let restoration = try KeepingFixture.restoration()
            #expect(throws: RestorationError.objectGone(id)) {
                try restoration.restore(id, now: .sample(60), in: txn)
            }
            let restored = try restoration.restore(id, into: other, now: .sample(60), in: txn)
            #expect(restored.place.object == other)
            #expect(try fixture.lines(of: other, txn).contains { $0.contains("MANAGED-ID=\(id)") })
        }
    }

    @Test func `an event in a calendar that was removed is gone`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try fixture.remove(id, from: event, txn)
            try fixture.calendars.removeCalendar(
                try fixture.calendar(of: fixture.alice, txn),
                now: .sample(1),
                in: txn
            )
            #expect(throws: RestorationError.objectGone(id)) {
                try KeepingFixture.restoration().restore(id, now: .sample(60), in: txn)
            }
        }
    }

    @Test func `a former version that is restored stands beside the newer one`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let old = try fixture.add(to: event, of: fixture.alice, txn)
            let new = try fixture.add(.sample(size: 10), to: event, of: fixture.alice, txn)
            try fixture.remove(old, from: event, txn)
            try KeepingFixture.restoration().restore(old, now: .sample(60), in: txn)
            let linked = try fixture.attachments.attachments(linkedBy: LinkedObjectID(event.text), in: txn)
            #expect(Set(linked.map(\.id)) == [old, new])
        }
    }

    @Test func `what another event of the home still has comes back without counting again`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let copy = try fixture.put("copy", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            let domain = try fixture.domain(of: fixture.alice)
            try fixture.attachments.link(id, heldBy: domain, to: LinkedObjectID(copy.text), in: txn)
            try fixture.remove(id, from: event, txn)
            try KeepingFixture.restoration(quota: 1000).restore(id, now: .sample(60), in: txn)
            #expect(try fixture.attachments.usage(of: domain, in: txn) == 1000)
            #expect(try fixture.attachments.links(of: id, in: txn).count == 2)
        }
    }
}
