import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

@Suite struct AccessControlEntryTests {
    @Test(arguments: [
        "/calendars/alice/", "/calendars/alice/calendar/", "/calendars/alice/inbox/", "/calendars/alice/outbox/",
        "/calendars/alice/calendar/e1.ics",
    ])
    func `RFC 3744 §5.5.2 to §5.5.4, §6 an entry grants, is protected, and neither denies nor is inherited`(
        uri: String
    ) async throws {
        try await TestFront.run { front async throws in
            try await front.put("/calendars/alice/calendar/e1.ics", SampleEvent.text())
            let entry = try await front.properties([DAVProperty.acl], of: uri)
            let entries = try #require(entry.found(DAVProperty.acl)).children
            #expect(entries.map(\.name) == [ACLElement.ace])
            let parts = entries.first?.children.map(\.name.local)
            #expect(parts == ["principal", "grant", "protected"])
        }
    }
}
