import HTTPTypes
import HummingbirdTesting
import ICalendar
import Testing

@testable import FrontService

/// What an upload makes of a Content-Disposition that says little or nothing (RFC 6266).
@Suite struct IgnoredDispositionTests {
    private func filename(_ disposition: String) async throws -> String? {
        let name = NameBox()
        try await AttachmentFront.run { test async throws in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            try await test.added("Hello", ["Content-Disposition": disposition, "Content-Type": "text/plain"])
            await name.set(try #require(try await test.attachments().first?.first).parameter("FILENAME"))
        }
        return await name.value
    }

    private actor NameBox {
        var value: String?

        func set(_ value: String?) { self.value = value }
    }

    @Test(arguments: [
        "", "filename=a.txt", "attachment; filename", "attachment; filename=\"a.txt", "attachment filename=a.txt",
        "attachment; filename=a.txt; filename=b.txt", "attachment; x=1; x=2; filename=a.txt",
    ])
    func `RFC 6266 §3 a field that is invalid is ignored, and the upload is not refused for it`(
        disposition: String
    ) async throws {
        #expect(try await filename(disposition) == "attachment.txt")
    }

    @Test(arguments: [
        "attachment; filename=a.txt", "inline; filename=a.txt", "FORM-DATA; name=x; FileName=\"a.txt\"",
        "x-other; future=\"y\"; filename=a.txt", "attachment; filename*=UTF-8'en'a.txt; future*=UTF-8''%zz",
    ])
    func `RFC 6266 §4.2, §4.4 the type and the parameters that are not known change nothing`(
        disposition: String
    ) async throws {
        #expect(try await filename(disposition) == "a.txt")
    }
}
