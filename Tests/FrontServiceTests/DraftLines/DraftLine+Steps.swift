import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import HummingbirdTesting
import ICalendar
import NIOCore
import Testing

@testable import FrontService

/// What the draft says without a key word of RFC 2119.
extension DraftLine {
    /// The third instance of the weekly meeting, which has no component of its own.
    private static let third = "20120220T100000"

    private static let prefer = ["Prefer": "return=representation"]

    private static let streaming: DraftSettings = { $0.attachments.download = .stream }

    /// §3.3 and §3.4: instances, and additions.
    static let additionSteps: [DraftLine] = [
        DraftLine("3.3.2", #"The value "M" (case-insensitive) refers to the "master" recurrence instance"#) {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            for master in ["M", "m"] {
                #expect(try await test.act("attachment-add&rid=\(master)").status == .created)
            }
            #expect(try await test.attachments().map(\.count) == [2, 0])
        },
        DraftLine("3.3.2", #"targeted by using its "RECURRENCE-ID" value as the item value"#) { test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            #expect(try await test.act("attachment-add&rid=20240103T100000").status == .created)
            #expect(try await test.attachments().map(\.count) == [0, 1])
        },
        DraftLine("3.3.2", "is not present, all recurrence instances in the calendar object resource are targeted") {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let id = try await test.added()
            #expect(try await test.attachments().map(\.count) == [1, 1])
            #expect(try await test.remove(id).status == .noContent)
            #expect(try await test.attachments().map(\.count) == [0, 0])
        },
        DraftLine("3.4", "Validates that any recurrence instances referred to via") { test async throws in
            try await test.front.put(AttachmentFront.event, RecurringEvent.text)
            try await test.expectRefusal("attachment-add&rid=\(third),20120221T100000", .validRID)
        },
        DraftLine("3.4", "Stores the supplied attachment data into a resource and generates", with: streaming) {
            test async throws in
            try await test.meetingWithFile()
            let stored = try await test.front.send("GET", try await test.attachPath())
            #expect(String(buffer: stored.body) == "Hello")
        },
        DraftLine("3.4", #"the server adds an "ATTACH" property, whose value is the URI of the stored attachment"#) {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let location = try #require(try await test.add().headers[.location])
            #expect(try await test.attachments().map { $0.map(\.value) } == [[location], [location]])
        },
        DraftLine("3.4", #"use the Prefer header "return=representation" option"#) { test async throws in
            try await test.front.put(AttachmentFront.event, RecurringEvent.text)
            let response = try await test.add("Hello", prefer)
            #expect(response.status == .created)
            #expect(String(buffer: response.body) == (try await test.data()))
        },
    ]

    /// §3.5, updates.
    static let updateSteps: [DraftLine] = [
        DraftLine("3.5", #"Validates that the "managed-id" query parameter is valid"#) { test async throws in
            try await test.meetingWithFile()
            try await test.expectRefusal("attachment-update&managed-id=\(AttachmentID.random())", .validManagedID)
        },
        DraftLine("3.5", "Updates the content of the attachment resource", with: streaming) { test async throws in
            let id = try await test.meetingWithFile()
            #expect(try await test.update(id, "Hello again").status == .noContent)
            let stored = try await test.front.send("GET", try await test.attachPath())
            #expect(String(buffer: stored.body) == "Hello again")
        },
        DraftLine("3.5", #"the server updates the "ATTACH" property whose "MANAGED-ID" property parameter"#) {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let (first, second) = (try await test.added("first"), try await test.added("second"))
            let third = try #require(try await test.update(first, "third").headers[.calManagedID])
            let ids = try await test.attachments().map { $0.map { $0.parameter("MANAGED-ID") } }
            #expect(ids == [[third, second.text], [third, second.text]])
        },
        DraftLine("3.5", "value is changed to allow other clients to detect the update") { test async throws in
            let id = try await test.meetingWithFile()
            let before = try await test.firstAttach()
            #expect(try await test.update(id, "Hello").status == .noContent)
            let after = try await test.firstAttach()
            #expect(after.parameter("MANAGED-ID") != before.parameter("MANAGED-ID"))
            #expect(after.value != before.value)
        },
        DraftLine("3.5", #"use the Prefer header "return=representation" option"#) { test async throws in
            let id = try await test.meetingWithFile()
            let response = try await test.update(id, "Hello again", prefer)
            #expect(response.status == .ok)
            #expect(String(buffer: response.body) == (try await test.data()))
        },
        DraftLine("3.5", #"does not add, or remove, any "ATTACH" property"#) { test async throws in
            try await test.front.put(AttachmentFront.event, RecurringEvent.text)
            let added = try await test.act("attachment-add&rid=\(third)")
            let id = try #require(added.headers[.calManagedID].flatMap { AttachmentID(parsing: $0) })
            let other = try await test.act("attachment-add&rid=M")
            #expect(other.status == .created)
            let before = try await test.attachments().map(\.count)
            #expect(try await test.update(id, "new").status == .noContent)
            #expect(try await test.attachments().map(\.count) == before)
            try await test.expectRefusal("attachment-update&managed-id=\(id)&rid=\(third)", .validRID)
        },
        DraftLine("3.5", "To link an existing attachment to a new instance, the client simply does a PUT") {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            #expect(try await test.act("attachment-add&rid=M").status == .created)
            let attach = try await test.firstAttach()
            let id = try #require(attach.parameter("MANAGED-ID"))
            let line = "ATTACH;MANAGED-ID=\(id):\(attach.value)\r\n"
            #expect(try await test.put(ScheduledEvent.recurring(attaching: line)).status == .noContent)
            #expect(try await test.attachments().map { $0.map { $0.parameter("MANAGED-ID") } } == [[id], [id]])
        },
    ]

    /// §3.6, removals.
    static let removalSteps: [DraftLine] = [
        DraftLine("3.6", "The body of the request will be empty.") { test async throws in
            let id = try await test.meetingWithFile()
            let refused = try await test.act("attachment-remove&managed-id=\(id)", "x")
            #expect(refused.status == .unsupportedMediaType)
            #expect(try await test.attachments().map(\.count) == [1])
        },
        DraftLine("3.6", "Validates that any recurrence instances referred to via") { test async throws in
            let id = try await test.meetingWithFile()
            try await test.expectRefusal("attachment-remove&managed-id=\(id)&rid=20120221T100000", .validRID, "")
        },
        DraftLine("3.6", "is valid for the calendar object resource and specific instances being targeted") {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let added = try await test.act("attachment-add&rid=M")
            let id = try #require(added.headers[.calManagedID])
            let ofOverride = "attachment-remove&managed-id=\(id)&rid=20240103T100000"
            try await test.expectRefusal(ofOverride, .validManagedID, "")
        },
        DraftLine("3.6", #"the server removes the matching "ATTACH" property"#) { test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let (first, second) = (try await test.added("first"), try await test.added("second"))
            #expect(try await test.remove(first).status == .noContent)
            let ids = try await test.attachments().map { $0.map { $0.parameter("MANAGED-ID") } }
            #expect(ids == [[second.text], [second.text]])
        },
        DraftLine("3.6", #"valid only if the master component does include the referenced "ATTACH" property"#) {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let added = try await test.act("attachment-add&rid=20240103T100000")
            let id = try #require(added.headers[.calManagedID])
            let ofAnother = "attachment-remove&managed-id=\(id)&rid=20240104T100000"
            try await test.expectRefusal(ofAnother, .validManagedID, "")
        },
        DraftLine(
            "3.6",
            "the server can delete the attachment resource to free up storage space",
            with: { $0.attachments.grace = .zero }
        ) { test async throws in
            let id = try await test.meetingWithFile()
            let ofThird = "attachment-remove&managed-id=\(id)&rid=\(third)"
            #expect(try await test.act(ofThird, "").status == .noContent)
            try await test.settle()
            #expect(try await test.references() == [id.firstReference])
            #expect(try await test.remove(id).status == .noContent)
            try await test.settle()
            #expect(try await test.references().isEmpty)
        },
        DraftLine("3.6", #"use the Prefer header "return=representation" option"#) { test async throws in
            let id = try await test.meetingWithFile()
            let response = try await test.remove(id, prefer)
            #expect(response.status == .ok)
            #expect(String(buffer: response.body) == (try await test.data()))
        },
    ]

    /// §3.7 to §3.10: calendar data, and the bytes.
    static let otherSteps: [DraftLine] = [
        DraftLine("3.7", "Clients can make use of existing managed attachments by adding the corresponding") {
            test async throws in
            let id = try await test.meetingWithFile()
            let line = "ATTACH;MANAGED-ID=\(id):\(try await test.firstAttach().value)\r\n"
            let uri = "/calendars/alice/calendar/other.ics"
            let other = ScheduledEvent.attaching(line, to: SampleEvent.text(uid: "other@example.com"))
            #expect(try await test.put(other, at: uri).status == .created)
            #expect(try await test.links(of: id) == 2)
        },
        DraftLine("3.8", "Instead, attachments can only be manipulated via use of POST requests", with: streaming) {
            test async throws in
            let id = try await test.meetingWithFile()
            let put = try await test.front.send("PUT", try await test.attachPath(), body: "x")
            #expect(put.status == .methodNotAllowed)
            #expect(try await test.update(id, "Hello again").status == .noContent)
        },
        DraftLine("3.9", "Clients can remove attachments by simply re-writing the calendar object resource data") {
            test async throws in
            let id = try await test.meetingWithFile()
            #expect(try await test.put(RecurringEvent.text).status == .noContent)
            #expect(try await test.attachments().map(\.count) == [0])
            #expect(try await test.links(of: id) == 0)
        },
        DraftLine("3.10", "Clients retrieve attachments by issuing an HTTP GET request") { test async throws in
            try await test.meetingWithFile()
            let redirect = try await test.front.send("GET", try await test.attachPath())
            #expect(redirect.status == .temporaryRedirect)
            #expect(redirect.headers[.location]?.contains(SignedURL.pathPrefix) == true)
        },
    ]
}
