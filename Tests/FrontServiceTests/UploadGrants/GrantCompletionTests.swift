import AttachmentStore
import BlobAPI
import BlobModel
import BlobStoreTesting
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ICalendar
import Testing

@testable import FrontService

/// What the front does when a node has the bytes of an upload.
@Suite struct GrantCompletionTests {
    @Test func `RFC 8607 §3.4 the bytes become an attachment, and the answer is that of a streamed upload`()
        async throws
    {
        try await GrantFront.run { front async throws in
            let headers = ["Content-Type": "text/plain", "Content-Disposition": "attachment; filename=\"a b.txt\""]
            let told = try await front.upload("Hello", "action=attachment-add", headers)
            let answer = try #require(told.answer)
            #expect(answer.status == .created && told.body.isEmpty)
            let id = try #require(answer.fields[.calManagedID].flatMap { AttachmentID(parsing: $0) })
            let attach = try #require(try await front.test.attachments().first?.first)
            #expect(attach.value == answer.fields[.location])
            #expect(attach.value.hasSuffix("/a%20b.txt"))
            let held = try #require(try await front.test.held(id))
            #expect(held.attachment.size == 5 && held.attachment.mediaType == "text/plain")
            #expect(try await front.test.links(of: id) == 1)
            #expect(try await front.test.usage() == 5)
            let download = try await front.test.front.send("GET", front.test.path(held, filename: "a b.txt"))
            #expect(download.status == .temporaryRedirect)
        }
    }

    @Test func `RFC 8607 §3.5 an update puts the new bytes in the place of the old ones`() async throws {
        try await GrantFront.run { front async throws in
            let old = try await front.test.added()
            let told = try await front.upload("Hello again", "action=attachment-update&managed-id=\(old)")
            let answer = try #require(told.answer)
            #expect(answer.status == .noContent && answer.fields[.location] == nil)
            let id = try #require(answer.fields[.calManagedID].flatMap { AttachmentID(parsing: $0) })
            #expect(id != old)
            #expect(try await front.test.links(of: old) == 0)
            #expect(try await front.test.links(of: id) == 1)
        }
    }

    @Test func `RFC 8607 §3.4 the instances that the granted query names get the attachment`() async throws {
        try await GrantFront.run(event: RecurringEvent.text) { front async throws in
            let told = try await front.upload("Hello", "action=attachment-add&rid=M,20120220T100000")
            #expect(told.answer?.status == .created)
            #expect(try await front.test.attachments().map(\.count) == [1, 1])
        }
    }

    @Test func `RFC 7240 §4.2 the representation that was preferred comes with the answer`() async throws {
        try await GrantFront.run { front async throws in
            let prefer = ["Prefer": "return=representation"]
            let told = try await front.upload("Hello", "action=attachment-add", prefer)
            #expect(told.text == (try await front.test.data()))
            let tag = try await front.test.front.send("GET", AttachmentFront.event).headers[.eTag]
            #expect(told.answer?.fields[.eTag] == tag)
            #expect(told.answer?.fields[.preferenceApplied] == "return=representation")
        }
    }

    @Test func `a completion that comes twice gets one attachment and the same answer`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted("Hello", "action=attachment-add", ["Prefer": "return=representation"])
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            let first = try await front.complete(url, completion)
            let second = try await front.complete(url, completion)
            #expect(first.answer?.status == .created)
            #expect(second.answer == first.answer && second.body == first.body)
            #expect(try await front.test.attachments().map(\.count) == [1])
            _ = try await front.test.remove(AttachmentID(url.permit.reference))
            let third = try #require(try await front.complete(url, completion).answer)
            #expect(third.status == .created && third.fields[.eTag] == nil)
            #expect(third.fields[.location] == first.answer?.fields[.location])
            #expect(third.fields[.calManagedID] == url.permit.reference.text)
            #expect(try await front.test.attachments().map(\.count) == [0])
        }
    }

    @Test func `completions at the same time make one attachment`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            let answers = try await withThrowingTaskGroup(of: GrantFront.Told.self) { group in
                for _ in 0..<6 { group.addTask { try await front.complete(url, completion) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.answer?.status == .created })
            #expect(try await front.test.attachments().map(\.count) == [1])
            #expect(try await front.test.usage() == 5)
        }
    }

    @Test func `everything is checked again after the body, and what is refused is released`() async throws {
        for change in GrantedChange.all {
            try await GrantFront.run(event: change.event, configure: change.configure) { front async throws in
                let url = try await front.granted("Hello", change.query(front), change.headers(front))
                _ = try await front.open(url)
                let completion = try await front.store("Hello", url)
                try await change.make(front)
                let told = try await front.complete(url, completion)
                #expect(told.answer?.status.code == change.status, "\(change.name)")
                let again = try await front.complete(url, completion)
                #expect(again.answer == told.answer && again.body == told.body, "\(change.name)")
                #expect(try await front.row(url)?.state == .refused, "\(change.name)")
                try await front.test.settle()
                let kept = front.test.blobs.references(in: url.permit.domain)
                #expect(!kept.contains(url.permit.reference), "\(change.name)")
            }
        }
    }

    @Test func `RFC 9530 §1 bytes with another digest than was declared are refused`() async throws {
        try await GrantFront.run { front async throws in
            let digest = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
            let told = try await front.upload("Hello", "action=attachment-add", ["Content-Digest": digest])
            #expect(told.answer?.status == .badRequest)
        }
    }

    @Test func `bytes of another length than was granted are refused`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            #expect(try await front.complete(url, try await front.store("Hell", url)).problem?.code == .malformed)
            #expect(try await front.test.attachments().map(\.count) == [0])
        }
    }

    @Test func `another resource in the place of the granted one gets nothing`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            _ = try await front.test.front.send("DELETE", AttachmentFront.event)
            _ = try await front.test.put(SampleEvent.text())
            #expect(try await front.complete(url, completion).answer?.status == .notFound)
            #expect(try await front.test.attachments().map(\.count) == [0])
        }
    }

    @Test func `a grant that nobody opened cannot be completed`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            #expect(try await front.complete(url, try await front.store("Hello", url)).problem?.code == .grantSpent)
            #expect(try await front.test.attachments().map(\.count) == [0])
        }
    }

    @Test func `bytes whose slot has moved meanwhile are not named`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            try await front.test.deployment.addShard(moving: true, in: front.test.dependencies)
            #expect(try await front.complete(url, completion).problem?.code == .peerForbidden)
            #expect(try await front.test.usage() == 0)
        }
    }

    @Test func `the change is made when the bytes are there, not when they were granted`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            front.test.front.clock.advance(by: 700)
            _ = try await front.test.put(SampleEvent.text(summary: "Later"))
            let modified = try await front.test.front.send("GET", AttachmentFront.event).headers[.lastModified]
            #expect(try await front.complete(url, completion).answer?.status == .created)
            let now = try await front.test.front.send("GET", AttachmentFront.event).headers[.lastModified]
            #expect(modified != nil && now == modified)
        }
    }

    @Test func `RFC 7240 §4.2 a failed precondition comes with the representation that was preferred`() async throws {
        try await GrantFront.run { front async throws in
            let tag = try #require(try await front.test.front.send("GET", AttachmentFront.event).headers[.eTag])
            let headers = ["If-Match": tag, "Prefer": "return=representation"]
            let url = try await front.granted("Hello", "action=attachment-add", headers)
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            _ = try await front.test.put(SampleEvent.text(summary: "Overtaken"))
            let told = try await front.complete(url, completion)
            #expect(told.answer?.status == .preconditionFailed)
            #expect(told.text == (try await front.test.data()))
            #expect(told.answer?.fields[.preferenceApplied] == "return=representation")
            let again = try await front.complete(url, completion)
            #expect(again.answer == told.answer && again.body == told.body)
        }
    }

    @Test func `a repeated refusal shows the representation to whoever may read it still, and as it is then`()
        async throws
    {
        try await GrantFront.run { front async throws in
            let tag = try #require(try await front.test.front.send("GET", AttachmentFront.event).headers[.eTag])
            let headers = ["If-Match": tag, "Prefer": "return=representation"]
            let url = try await front.granted("Hello", "action=attachment-add", headers)
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            _ = try await front.test.put(SampleEvent.text(summary: "Overtaken"))
            _ = try await front.complete(url, completion)
            _ = try await front.test.put(SampleEvent.text(summary: "Overtaken again"))
            #expect(try await front.complete(url, completion).text.contains("SUMMARY:Overtaken again\r\n"))
            _ = try await front.test.front.send("DELETE", AttachmentFront.event)
            let last = try await front.complete(url, completion)
            #expect(last.answer?.status == .preconditionFailed)
            #expect(last.answer?.fields[.preferenceApplied] == nil)
            #expect(last.text.contains("responsedescription"))
        }
    }

    @Test func `an unknown outcome is settled by the second try`() async throws {
        let doubt = Doubt()
        try await GrantFront.run(database: { DoubtfulDatabase(base: $0, doubt: doubt) }) { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            doubt.arm()
            #expect(try await front.complete(url, completion).problem?.code == .unavailable)
            let told = try await front.complete(url, completion)
            #expect(told.answer?.status == .created)
            #expect(told.answer?.fields[.calManagedID] == url.permit.reference.text)
            #expect(try await front.test.attachments().map(\.count) == [1])
        }
    }

    @Test func `a front that dies in the transaction finds the grant open, and the next try does it all`() async throws
    {
        let doubt = Doubt(isRolledBack: true)
        try await GrantFront.run(database: { DoubtfulDatabase(base: $0, doubt: doubt) }) { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            doubt.arm()
            #expect(try await front.complete(url, completion).problem?.code == .unavailable)
            #expect(try await front.row(url)?.state == .opened)
            #expect(try await front.test.attachments().map(\.count) == [0])
            #expect(try await front.complete(url, completion).answer?.status == .created)
        }
    }
}
