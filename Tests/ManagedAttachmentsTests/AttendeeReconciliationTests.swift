import ICalendar
import ManagedAttachments
import Testing

@Suite("Reconciliation for attendees")
struct AttendeeReconciliationTests {
    private func reconcile(
        _ new: CalendarObjectResource,
        replacing old: CalendarObjectResource?
    ) throws -> AttachmentPlan {
        let standings = [ManagedID("x"): AttachmentStanding.linkable(try Sample.attachment("x"))]
        let knowledge = AttachmentKnowledge(linked: [], standings: standings, role: .attendee)
        return try Sample.planner().reconcile(new, replacing: old, knowing: knowledge)
    }

    @Test func `attachments draft-01 §3.11.3 an attendee adds, changes and removes nothing`() throws {
        let old = try Sample.event(Sample.attach("a"), Sample.attach("b"), "ATTACH:https://x.example.com/")
        let new = try Sample.event(
            "ATTACH;MANAGED-ID=b;SIZE=1:https://evil.example.org/",
            Sample.attach("x"),
            "ATTACH;MANAGED-ID=gone:https://y.example.com/",
            "ATTACH:https://z.example.com/"
        )
        let plan = try reconcile(new, replacing: old)
        #expect(
            plan.calendar.attachLines == [[Sample.attach("b"), "ATTACH:https://z.example.com/", Sample.attach("a")]]
        )
        #expect(plan.effects.isEmpty)
        #expect(plan.isDataChanged)
    }

    @Test func `an attendee's other changes are stored octet for octet`() throws {
        let old = try Sample.event(Sample.attach("a"))
        let new = try Sample.event(
            "SUMMARY:mine",
            "ATTACH;MANAGED-ID=a;FMTTYPE=application/pdf;SIZE=10;FILENAME=a.\r\n pdf:\(Sample.uri("a"))"
        )
        let plan = try reconcile(new, replacing: old)
        #expect(plan.calendar.serialised() == new.serialised())
        #expect(!plan.isDataChanged)
    }

    @Test func `a parameter that an attendee's client dropped comes back`() throws {
        let plan = try reconcile(
            try Sample.event("ATTACH:\(Sample.uri("a"))"),
            replacing: try Sample.event(Sample.attach("a"))
        )
        #expect(plan.calendar.attachLines == [[Sample.attach("a")]])
    }

    @Test func `each instance gets back its own attachments, a new one the master's`() throws {
        let old = try Sample.series(master: [Sample.attach("a")], override: [Sample.attach("b")])
        let same = try reconcile(try Sample.series(master: [], override: []), replacing: old)
        #expect(same.calendar.attachLines == [[Sample.attach("a")], [Sample.attach("b")]])
        let single = try Sample.event("RRULE:FREQ=DAILY", Sample.attach("a"))
        let new = try reconcile(try Sample.series(master: [], override: []), replacing: single)
        #expect(new.calendar.attachLines == [[Sample.attach("a")], [Sample.attach("a")]])
    }

    @Test func `a first PUT by an attendee links nothing and refuses nothing`() throws {
        let new = try Sample.event(Sample.attach("x"), "ATTACH;MANAGED-ID=gone;SIZE=1:https://y.example.com/")
        let plan = try reconcile(new, replacing: nil)
        let plain = "ATTACH;FMTTYPE=application/pdf:\(Sample.uri("x"))"
        #expect(plan.calendar.attachLines == [[plain, "ATTACH:https://y.example.com/"]])
        #expect(plan.effects.isEmpty)
    }

    @Test func `of a resource that becomes an attendee's, the links stay that its data still mentions, and no others`()
        throws
    {
        let old = try Sample.series(master: [Sample.attach("a")], override: [Sample.attach("b")])
        let knowledge = AttachmentKnowledge(
            linked: [try Sample.attachment("a"), try Sample.attachment("b")],
            standings: [:],
            role: .attendee
        )
        let new = try Sample.event("RRULE:FREQ=DAILY")
        let plan = try Sample.planner().reconcile(new, replacing: old, knowing: knowledge)
        #expect(plan.calendar.attachLines == [[Sample.attach("a")]])
        #expect(plan.effects == [.unlink(ManagedID("b"))])
    }

    @Test(.timeLimit(.minutes(1)))
    func `an attendee's event of eight thousand instances is reconciled in time linear in its size`() throws {
        let new = try instances(8_000, attach: "ATTACH:\(Sample.uri("a"))")
        let old = try instances(8_000, attach: Sample.attach("a"))
        let plan = try reconcile(new, replacing: old)
        #expect(plan.calendar.serialised() == old.serialised())
    }

    @Test(.timeLimit(.minutes(1)))
    func `an attendee's instance of ten thousand attachments is reconciled in time linear in its size`() throws {
        let lines = Array(repeating: Sample.attach("a"), count: 10_000).joined(separator: "\r\n")
        let plan = try reconcile(try Sample.event("SUMMARY:mine"), replacing: try Sample.event(lines))
        #expect(plan.calendar.attachLines == [Array(repeating: Sample.attach("a"), count: 10_000)])
        let again = try reconcile(try Sample.event(lines), replacing: try Sample.event(lines))
        #expect(!again.isDataChanged)
    }

    /// Returns an event of many instances, each with an ATTACH line.
    private func instances(_ count: Int, attach: String) throws -> CalendarObjectResource {
        let components = (0..<count).map { number in
            let time = "\(10 + number / 2500)\(10 + number / 50 % 50)\(10 + number % 50)"
            let lines = [
                "BEGIN:VEVENT", "UID:1", "DTSTART:20240101T000000Z", "RECURRENCE-ID:20240101T\(time)Z", attach,
                "END:VEVENT", "",
            ]
            return lines.joined(separator: "\r\n")
        }
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(components.joined())END:VCALENDAR\r\n"
        return try CalendarObjectResource(parsing: Array(text.utf8))
    }
}
