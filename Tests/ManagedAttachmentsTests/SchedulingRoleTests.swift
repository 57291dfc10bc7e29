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
}
