import ICalendar
import ManagedAttachments
import Testing

/// Attachments of single instances (RFC 8607 §3.3.2, §3.4, §3.6).
@Suite("Attachments of instances")
struct InstanceAttachmentTests {
    private static let second = "20240103T120000Z"
    private static let third = "20240104T120000Z"

    private func add(_ id: String, at rid: String, to resource: CalendarObjectResource) throws -> AttachmentPlan {
        try Sample.planner().add(
            try Sample.attachment(id),
            to: resource,
            as: .none,
            instances: try InstanceSelection(parsing: rid),
            now: Sample.now
        )
    }

    private func remove(_ id: String, at rid: String, from resource: CalendarObjectResource) throws -> AttachmentPlan {
        try Sample.planner().remove(
            ManagedID(id),
            from: resource,
            as: .none,
            instances: try InstanceSelection(parsing: rid),
            now: Sample.now
        )
    }

    private func stamps(_ plan: AttachmentPlan) -> [Bool] {
        plan.calendar.instances.map { instance in
            let values = ["DTSTAMP", "LAST-MODIFIED"].map { instance.first($0)?.value }
            return values == [Sample.stamp, Sample.stamp]
        }
    }

    private func series() throws -> CalendarObjectResource {
        try Sample.series(master: [Sample.attach("a")], override: [Sample.attach("a"), Sample.attach("b")])
    }

    @Test func `RFC 8607 §3.4 M is the component without RECURRENCE-ID alone`() throws {
        let plan = try add("n", at: "M", to: try series())
        let before = try series().attachLines
        #expect(plan.calendar.attachLines == [before[0] + [Sample.attach("n")], before[1]])
        #expect(stamps(plan) == [true, false])
        #expect(plan.effects == [.link(ManagedID("n"))])
    }

    @Test func `RFC 8607 §3.4 an instance with a component gets the attachment there`() throws {
        let plan = try add("n", at: Self.second, to: try series())
        let before = try series().attachLines
        #expect(plan.calendar.attachLines == [before[0], before[1] + [Sample.attach("n")]])
        #expect(stamps(plan) == [false, true])
    }

    @Test func `RFC 8607 §3.4 M, instances with and without components are mixed, and it is one attachment`() throws {
        let plan = try add("n", at: "\(Self.third),m,\(Self.second),20240102T120000Z", to: try series())
        let (a, b, new) = (Sample.attach("a"), Sample.attach("b"), Sample.attach("n"))
        #expect(plan.calendar.attachLines == [[a, new], [a, b, new], [a, new], [a, new]])
        let names = plan.calendar.instances.map { $0.first("RECURRENCE-ID")?.value }
        #expect(names == [nil, Self.second, Self.third, "20240102T120000Z"])
        #expect(plan.effects == [.link(ManagedID("n"))])
        #expect(stamps(plan) == [true, true, true, true])
    }

    @Test func `RFC 8607 §3.4 what was there stays octet for octet`() throws {
        let before = try series()
        let plan = try add("n", at: Self.third, to: before)
        #expect(plan.calendar.text.hasPrefix(before.text.dropLast("END:VCALENDAR\r\n".count)))
        #expect(plan.calendar.text.hasSuffix("END:VEVENT\r\nEND:VCALENDAR\r\n"))
    }

    @Test func `RFC 8607 §6.3 attachments are counted over all instances, whatever rid names`() throws {
        let three = try Sample.series(
            master: [Sample.attach("a")],
            override: [Sample.attach("b"), Sample.attach("c")]
        )
        #expect(throws: ManagedAttachmentViolation.maxAttachmentsPerResource(limit: 3)) {
            try add("n", at: Self.third, to: three)
        }
        #expect(try add("n", at: Self.third, to: series()).effects.count == 1)
    }

    @Test func `RFC 8607 §3.6 a removal from one instance unlinks nothing that another instance has`() throws {
        let plan = try remove("a", at: Self.second, from: try series())
        #expect(plan.calendar.attachLines == [[Sample.attach("a")], [Sample.attach("b")]])
        #expect(plan.effects.isEmpty)
        #expect(stamps(plan) == [false, true])
    }

    @Test func `RFC 8607 §3.6 the last instance that has an attachment takes the link with it`() throws {
        let plan = try remove("b", at: Self.second, from: try series())
        #expect(plan.calendar.attachLines == [[Sample.attach("a")], [Sample.attach("a")]])
        #expect(plan.effects == [.unlink(ManagedID("b"))])
    }

    @Test func `RFC 8607 §3.6 an instance without a component gets one without the attachment`() throws {
        let plan = try remove("a", at: Self.third, from: try series())
        let (a, b) = (Sample.attach("a"), Sample.attach("b"))
        #expect(plan.calendar.attachLines == [[a], [a, b], []])
        #expect(plan.calendar.instances.last?.first("RECURRENCE-ID")?.value == Self.third)
        #expect(plan.effects.isEmpty)
        #expect(stamps(plan) == [false, false, true])
    }

    @Test func `RFC 8607 §3.6 M and instances are removed together, and the link goes when nothing is left`() throws {
        let plan = try remove("a", at: "M,\(Self.second),\(Self.third)", from: try series())
        #expect(plan.calendar.attachLines == [[], [Sample.attach("b")], []])
        #expect(plan.effects == [.unlink(ManagedID("a"))])
    }

    @Test(arguments: [("b", "M"), ("b", "20240104T120000Z"), ("b", "20240103T120000Z,M"), ("z", "20240103T120000Z")])
    func `RFC 8607 §3.6 each instance that rid names must have the attachment, by the master if not by itself`(
        id: String,
        rid: String
    ) throws {
        let series = try series()
        #expect(throws: ManagedAttachmentViolation.validManagedID(.unknown(ManagedID(id)))) {
            try remove(id, at: rid, from: series)
        }
    }

    @Test func `RFC 8607 §3.6 rid is validated before the managed ID`() throws {
        let series = try series()
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown("20230101"))) {
            try remove("z", at: "20230101", from: series)
        }
    }

    @Test func `RFC 8607 §3.6 an instance under a THISANDFUTURE override has what that override has`() throws {
        let series = try Sample.resource(
            of: ["DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY", Sample.attach("a")],
            [
                "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20240110", "DTSTART;VALUE=DATE:20240111",
                Sample.attach("b"),
            ]
        )
        #expect(throws: ManagedAttachmentViolation.validManagedID(.unknown(ManagedID("a")))) {
            try remove("a", at: "20240120", from: series)
        }
        let plan = try remove("b", at: "20240120", from: series)
        #expect(plan.calendar.attachLines == [[Sample.attach("a")], [Sample.attach("b")], []])
        #expect(plan.calendar.lines[2].contains("DTSTART;VALUE=DATE:20240121"))
    }

    @Test func `RFC 8607 §3.4 a THISANDFUTURE override that rid names gets the attachment as it is stored`() throws {
        let override = [
            "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20240110", "DTSTART;VALUE=DATE:20240111", Sample.attach("b"),
        ]
        let series = try Sample.resource(of: ["DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY"], override)
        let added = try add("n", at: "20240110", to: series)
        #expect(added.calendar.attachLines == [[], [Sample.attach("b"), Sample.attach("n")]])
        #expect(added.calendar.lines[1].contains(override[0]))
        let removed = try remove("b", at: "20240110", from: series)
        #expect(removed.calendar.attachLines == [[], []])
        #expect(removed.effects == [.unlink(ManagedID("b"))])
    }

    @Test func `RFC 8607 §3.5 an update changes the instances that were made as well`() throws {
        let made = try add("n", at: "M,\(Self.third)", to: try series()).calendar
        let plan = try Sample.planner().update(
            ManagedID("n"),
            with: try Sample.attachment("o"),
            in: made,
            as: .none,
            now: Sample.now
        )
        let (a, b, new) = (Sample.attach("a"), Sample.attach("b"), Sample.attach("o"))
        #expect(plan.calendar.attachLines == [[a, new], [a, b], [a, new]])
    }

    @Test func `attachments draft-01 §3.11.6 an instance's attachment is told to the attendees`() throws {
        let meeting = try Sample.resource(
            of: ["DTSTART:20240102T120000Z", "RRULE:FREQ=DAILY", Sample.attach("a")] + Sample.meeting
        )
        let plan = try Sample.planner().remove(
            ManagedID("a"),
            from: meeting,
            as: .organizer,
            instances: .only([.recurrenceID(Self.third)]),
            now: Sample.now
        )
        #expect(plan.effects == [.sendSchedulingMessages])
        #expect(plan.calendar.lines[1].filter(Sample.meeting.contains) == Sample.meeting)
    }
}
