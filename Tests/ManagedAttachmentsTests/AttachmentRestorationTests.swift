import ICalendar
import ManagedAttachments
import Testing

@Suite("Restoration")
struct AttachmentRestorationTests {
    private let override = InstanceSelection.only([.recurrenceID("20240103T120000Z")])

    private func restore(
        _ id: String = "a",
        to resource: CalendarObjectResource,
        on instances: InstanceSelection,
        as role: SchedulingRole = .none
    ) throws -> AttachmentPlan {
        let attachment = try Sample.attachment(id)
        return try Sample.planner().restore(attachment, to: resource, on: instances, as: role, now: Sample.now)
    }

    @Test func `an attachment comes back to the components that had it`() throws {
        let series = try Sample.series(master: [], override: [])
        let plan = try restore(to: series, on: override)
        #expect(plan.calendar.attachLines == [[], [Sample.attach("a")]])
        #expect(plan.effects == [.restore(ManagedID("a")), .link(ManagedID("a"))])
        #expect(plan.calendar.instances.map { $0.first("DTSTAMP")?.value } == ["20230101T000000Z", Sample.stamp])
    }

    @Test func `where none of them is left, every component gets it`() throws {
        let plan = try restore(to: try Sample.event(), on: override)
        #expect(plan.calendar.attachLines == [[Sample.attach("a")]])
    }

    @Test func `a component that has it already gets no second one`() throws {
        let series = try Sample.series(master: [Sample.attach("a")], override: [])
        let plan = try restore(to: series, on: .all)
        #expect(plan.calendar.attachLines == [[Sample.attach("a")], [Sample.attach("a")]])
    }

    @Test func `an attendee restores nothing, and the limits are those of an addition`() throws {
        let event = try Sample.event(Sample.attach("b"), Sample.attach("c"), Sample.attach("d"))
        #expect(throws: ManagedAttachmentViolation.attendeeChange) { try restore(to: event, on: .all, as: .attendee) }
        #expect(throws: ManagedAttachmentViolation.maxAttachmentsPerResource(limit: 3)) {
            try restore(to: event, on: .all)
        }
        _ = try restore("b", to: event, on: .all)
    }

    @Test(arguments: [
        ("", InstanceSelection.all), ("M", .only([.master])),
        ("M,20240103", .only([.master, .recurrenceID("20240103")])),
    ])
    func `a selection is written down and read again`(text: String, instances: InstanceSelection) {
        #expect(instances.storedText == text)
        #expect(InstanceSelection(storedText: text) == instances)
    }
}
