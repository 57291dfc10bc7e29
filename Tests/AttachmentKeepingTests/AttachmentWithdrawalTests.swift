import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

import struct AttachmentStore.Attachment

struct AttachmentWithdrawalTests {
    @Test func `RFC 8607 §3.11.5 a withdrawal takes the bytes and leaves calendar data and links`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            let before = try fixture.calendars.object(event, in: txn)
            let taken = try AttachmentWithdrawal().withdraw(id, reason: " It was\tmalware. ", now: .sample(5), in: txn)
            #expect(taken.links == 1)
            #expect(taken.homes == 1)
            #expect(taken.octets == 1000)
            #expect(!taken.wasWithdrawn)
            #expect(try fixture.calendars.object(event, in: txn) == before)
            #expect(try fixture.attachments.links(of: id, in: txn).count == 1)
            let withdrawal = try fixture.attachments.attachment(id, in: txn)?.withdrawal
            #expect(withdrawal == Attachment.Withdrawal(reason: "It was malware.", date: .sample(5)))
            #expect(try fixture.attachments.nextRelease(in: txn) == .sample(5))
        }
    }

    @Test func `a second withdrawal changes nothing`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let event = try fixture.put("meeting", of: fixture.alice, txn)
            let id = try fixture.add(to: event, of: fixture.alice, txn)
            try AttachmentWithdrawal().withdraw(id, reason: "First.", now: .sample(5), in: txn)
            let again = try AttachmentWithdrawal().withdraw(id, reason: "Second.", now: .sample(6), in: txn)
            #expect(again.wasWithdrawn)
            #expect(try fixture.attachments.attachment(id, in: txn)?.withdrawal?.reason == "First.")
        }
    }

    @Test func `other attachments with the same bytes go too where that is asked for`() async throws {
        try await KeepingFixture.with { fixture, txn in
            let bytes = Attachment.sample(size: 1000)
            let ids = try ["first", "second"].map { name in
                let event = try fixture.put(name, of: fixture.alice, txn)
                return try fixture.add(Self.attachment(with: bytes), to: event, of: fixture.alice, txn)
            }
            let other = try fixture.put("other", of: fixture.bob, txn)
            let untouched = try fixture.add(to: other, of: fixture.bob, txn)
            let plan = try AttachmentWithdrawal().consequences(forAllWith: bytes.blob, in: txn)
            let taken = try AttachmentWithdrawal().withdrawAll(
                with: bytes.blob,
                reason: "Malware.",
                now: .sample(5),
                in: txn
            )
            #expect(taken == plan)
            #expect(Set(taken.map(\.attachment.id)) == Set(ids))
            #expect(try fixture.attachments.attachment(untouched, in: txn)?.withdrawal == nil)
        }
    }

    @Test func `a reason is needed, and has an end`() throws {
        #expect(throws: WithdrawalError.reasonMissing) { try AttachmentWithdrawal.sentence(" \n\u{7}") }
        #expect(throws: WithdrawalError.reasonTooLong(limit: 500)) {
            try AttachmentWithdrawal.sentence(String(repeating: "ä", count: 251))
        }
        #expect(try AttachmentWithdrawal.sentence(String(repeating: "ä", count: 250)).utf8.count == 500)
        #expect(try AttachmentWithdrawal.sentence("a\u{0}b\r\nc") == "a b c")
    }

    @Test func `an unknown attachment is said`() async throws {
        try await KeepingFixture.with { _, txn in
            let id = AttachmentID.random()
            #expect(throws: WithdrawalError.unknown(id)) {
                try AttachmentWithdrawal().withdraw(id, reason: "Malware.", now: .sample(), in: txn)
            }
        }
    }

    private static func attachment(with bytes: Attachment) -> Attachment {
        Attachment(
            id: .random(),
            content: BlobDescription(blob: bytes.blob, size: bytes.size),
            labels: Attachment.Labels(mediaType: "text/plain", filename: "a.txt"),
            creator: "alice",
            created: .sample()
        )
    }
}
