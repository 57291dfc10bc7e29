import BlobStoreTesting
import ICalendar
import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct AddAttachmentTests {
    private let calendarType = ["Content-Type": "text/calendar"]

    @Test func `RFC 8607 §3.4 adding an attachment returns 201 with Cal-Managed-ID and Location`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let response = try await test.add(
                "Hello",
                [
                    "Content-Type": "text/plain; charset=utf-8",
                    "Content-Disposition": "attachment; filename=\"a b.txt\"",
                ]
            )
            #expect(response.status == .created)
            let id = try #require(response.headers[.calManagedID])
            #expect(response.headers[.location] == "https://cal.example.com/attachments/\(id)/a%20b.txt")
            #expect(response.body.readableBytes == 0)
        }
    }

    @Test func `RFC 8607 §4 ATTACH has MANAGED-ID, FMTTYPE, FILENAME, SIZE and an absolute URI`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added(
                "Hello",
                [
                    "Content-Type": "text/plain; charset=utf-8",
                    "Content-Disposition": "attachment; filename*=UTF-8''na%C3%AFve%3B.txt",
                    "Host": "evil.example.com",
                ]
            )
            let property = try #require(try await test.attachments().first?.first)
            #expect(property.parameter("MANAGED-ID") == id.text)
            #expect(property.parameter("FMTTYPE") == "text/plain")
            #expect(property.parameter("FILENAME") == "naïve;.txt")
            #expect(property.parameter("SIZE") == "5")
            #expect(property.value == "https://cal.example.com/attachments/\(id)/na%C3%AFve%3B.txt")
        }
    }

    @Test func `RFC 8607 §3.4 without Content-Type and file name both have defaults`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            try await test.added("x")
            let property = try #require(try await test.attachments().first?.first)
            #expect(property.parameter("FMTTYPE") == "application/octet-stream")
            #expect(property.parameter("FILENAME") == "attachment.bin")
        }
    }

    @Test func `RFC 8607 §3.4 without rid every component gets the attachment, VTIMEZONE none`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let id = try await test.added()
            let components = try await test.attachments()
            #expect(components.map { $0.compactMap { $0.parameter("MANAGED-ID") } } == [[id.text], [id.text]])
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `a POST changes DTSTAMP, LAST-MODIFIED and ATTACH, and no other octet`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            try await test.added()
            let changing = ["DTSTAMP:", "LAST-MODIFIED:", "ATTACH;", " "]
            let kept = { (data: String) in
                data.split(separator: "\r\n").filter { line in !changing.contains { line.hasPrefix($0) } }
            }
            let data = try await test.data()
            #expect(kept(data) == kept(ScheduledEvent.recurring()))
            #expect(data.contains("SEQUENCE:3\r\n"))
            #expect(data.contains("LAST-MODIFIED:20231114T221320Z\r\n"))
        }
    }

    @Test func `RFC 8607 §3.4 the bytes are stored once, under the managed ID, in the owner's home`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added("Hello")
            let domain = try await test.domain()
            let held = try #require(try await test.held(id))
            #expect(held.holding.reference == id.firstReference)
            let bytes = try await test.blobs.read(held.attachment.blob, in: domain, range: nil).collect(upTo: 100)
            #expect(bytes == Array("Hello".utf8))
            #expect(try await test.usage() == 5)
            try await test.settle()
            #expect(try await test.references() == [id.firstReference])
        }
    }

    @Test func `a POST without Prefer answers no entity tag, so that no client drops the file`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let response = try await test.add()
            for field in [HTTPField.Name.eTag, .contentLocation, .contentType, .preferenceApplied] {
                #expect(response.headers[field] == nil, "\(field)")
            }
        }
    }

    @Test func `RFC 8607 §3.1 with return=representation, 201 has the calendar data with its tag`() async throws {
        try await AttachmentFront.run { test in
            let old = try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let response = try await test.add("x", ["Prefer": "return=representation"])
            #expect(response.status == .created)
            #expect(response.headers[.calManagedID] != nil)
            #expect(response.headers[.location]?.hasPrefix("https://cal.example.com/attachments/") == true)
            #expect(response.headers[.contentLocation] == AttachmentFront.event)
            #expect(response.headers[.preferenceApplied] == "return=representation")
            #expect(response.headers[.contentType]?.hasPrefix("text/calendar") == true)
            let current = try await test.front.send("GET", AttachmentFront.event)
            #expect(response.headers[.eTag] == current.headers[.eTag])
            #expect(response.headers[.eTag] != old)
            #expect(response.body == current.body)
        }
    }

    @Test func `RFC 7240 §4.2 return=minimal is said to be applied`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let response = try await test.add("x", ["Prefer": "return=minimal"])
            #expect(response.status == .created)
            #expect(response.headers[.preferenceApplied] == "return=minimal")
        }
    }

    @Test func `adding the same name and bytes again makes a second attachment`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let headers = ["Content-Disposition": "attachment; filename=a.txt"]
            let first = try await test.added("same", headers)
            let second = try await test.added("same", headers)
            #expect(first != second)
            #expect(try await test.attachments().first?.count == 2)
            #expect(try await test.usage() == 8)
        }
    }

    @Test func `an empty body becomes an attachment of no octets`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            try await test.added("", ["Content-Length": "0"])
            #expect(try await test.attachments().first?.first?.parameter("SIZE") == "0")
        }
    }

    @Test func `a content coding is refused with 415, and a part with 400`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            #expect(try await test.add("x", ["Content-Encoding": "gzip"]).status == .unsupportedMediaType)
            #expect(try await test.add("x", ["Content-Range": "bytes 0-0/2"]).status == .badRequest)
            #expect(try await test.references().isEmpty)
        }
    }
}
