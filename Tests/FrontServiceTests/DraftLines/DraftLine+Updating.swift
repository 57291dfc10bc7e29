import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import Testing

@testable import FrontService

extension DraftLine {
    /// §3.5, Updating Attachments.
    static let updating: [DraftLine] = [
        DraftLine("3.5", #"MUST change the associated "MANAGED-ID" parameter and MAY change the "ATTACH""#) {
            test async throws in
            let id = try await test.meetingWithFile()
            let old = try await test.firstAttach()
            #expect(try await test.update(id, "Hello").status == .noContent)
            let new = try await test.firstAttach()
            #expect(new.parameter("MANAGED-ID") != old.parameter("MANAGED-ID"))
            #expect(new.value != old.value)
        },
        DraftLine("3.5", "The client MUST include a valid Content-Type header") { test async throws in
            let new = try await updated(test, [:])
            #expect(new.parameter("FMTTYPE") == "application/octet-stream")
        },
        DraftLine("3.5", "The client SHOULD include a Content-Disposition header") { test async throws in
            let new = try await updated(test, ["Content-Type": "text/html"])
            #expect(new.parameter("FILENAME") == "agenda.html")
        },
        DraftLine("3.5", #"SHOULD contain a "FMTTYPE" parameter whose value matches the Content-Type"#) {
            test async throws in
            let new = try await updated(test, ["Content-Type": "application/pdf"])
            #expect(new.parameter("FMTTYPE") == "application/pdf")
        },
        DraftLine("3.5", #"SHOULD contain a "FILENAME" parameter"#) { test async throws in
            let new = try await updated(test, ["Content-Disposition": "attachment; filename=minutes.html"])
            #expect(new.parameter("FILENAME") == "minutes.html")
        },
        DraftLine("3.5", #"SHOULD include a "SIZE" parameter"#) { test async throws in
            let new = try await updated(test, [:])
            #expect(new.parameter("SIZE") == "12")
        },
        DraftLine("3.5", #"MUST return an appropriate HTTP success status response, and include a "Cal-Managed-ID""#) {
            test async throws in
            let id = try await test.meetingWithFile()
            let response = try await test.update(id, "x")
            #expect(response.status == .noContent)
            let attach = try await test.firstAttach()
            #expect(response.headers[.calManagedID] == attach.parameter("MANAGED-ID"))
            #expect(response.headers[.calManagedID] != id.text)
        },
    ]

    /// Adds agenda.html, updates it with twelve octets, and returns its ATTACH.
    private static func updated(_ test: AttachmentFront, _ headers: [String: String]) async throws -> Property {
        let id = try await test.meetingWithFile([
            "Content-Type": "text/html", "Content-Disposition": "attachment; filename=agenda.html",
        ])
        #expect(try await test.update(id, "<p>Draft</p>", headers).status == .noContent)
        return try await test.firstAttach()
    }
}
