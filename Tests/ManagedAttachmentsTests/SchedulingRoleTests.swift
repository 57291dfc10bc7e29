import ManagedAttachments
import Testing

@Suite("SchedulingRole")
struct SchedulingRoleTests {
    @Test(
        arguments: [
            (["mailto:bob@example.com"], .organizer), (["MAILTO:Bob@Example.COM"], .organizer),
            (["mailto:b%6Fb@example.com"], .organizer), (["mailto:alice@example.com"], .attendee),
            (["/principals/x/", "mailto:alice@example.com"], .attendee), (["mailto:carol@example.com"], .none),
            ([], .none),
            (["mailto:alice@example.com", "mailto:bob@example.com"], .organizer),
        ] as [([String], SchedulingRole)]
    )
    func `RFC 6638 §3.1 the calendar's owner decides the role`(addresses: [String], role: SchedulingRole) throws {
        let event = try Sample.event(Sample.meeting[0], Sample.meeting[1])
        #expect(SchedulingRole(in: event, ownerAddresses: addresses) == role)
    }

    @Test func `an event without organizer has no roles`() throws {
        let event = try Sample.event("ATTENDEE:mailto:alice@example.com")
        #expect(SchedulingRole(in: event, ownerAddresses: ["mailto:alice@example.com"]) == .none)
    }

    @Test func `an attendee cannot make himself organizer by a replacement`() throws {
        let old = try Sample.event(Sample.meeting[0], Sample.meeting[1])
        let new = try Sample.event("ORGANIZER:mailto:alice@example.com")
        let alice = ["mailto:alice@example.com"]
        #expect(SchedulingRole(in: new, replacing: old, ownerAddresses: alice) == .attendee)
        #expect(SchedulingRole(in: new, replacing: nil, ownerAddresses: alice) == .organizer)
        #expect(SchedulingRole(in: old, replacing: new, ownerAddresses: alice) == .attendee)
    }

    @Test(
        arguments: [
            "/principals/users/alice/", "/principals/users/alice", "/principals/users/%61lice/",
            "https://calendar.example.com/principals/users/alice/", "HTTP://127.0.0.1:8080/principals/users/alice/",
        ]
    )
    func `RFC 6638 §2.4.1 the URL of a principal is an address as good as any`(address: String) throws {
        let own = ["mailto:alice@example.com", "/principals/users/alice/"]
        let invited = try Sample.event("ORGANIZER:mailto:bob@example.com", "ATTENDEE:\(address)")
        #expect(SchedulingRole(in: invited, ownerAddresses: own) == .attendee)
        let organized = try Sample.event("ORGANIZER:\(address)", "ATTENDEE:mailto:alice@example.com")
        #expect(SchedulingRole(in: organized, ownerAddresses: own) == .organizer)
    }

    @Test(
        arguments: [
            "/principals/users/bob/", "/principals/users/", "/principals/users/alice/x/", "urn:uuid:alice",
            "https:/principals/users/alice/", "https://alice", "ftp://example.com/principals/users/alice/",
        ]
    )
    func `an address of another is none of the owner's`(address: String) throws {
        let event = try Sample.event("ORGANIZER:mailto:bob@example.com", "ATTENDEE:\(address)")
        #expect(SchedulingRole(in: event, ownerAddresses: ["/principals/users/alice/"]) == .none)
    }
}
