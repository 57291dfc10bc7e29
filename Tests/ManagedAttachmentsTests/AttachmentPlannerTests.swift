import FoundationEssentials
import ICalendar
import ManagedAttachments
import Testing

@Suite("AttachmentPlanner")
struct AttachmentPlannerTests {
    private func add(
        _ id: String,
        to resource: CalendarObjectResource,
        as role: SchedulingRole = .none
    ) throws -> AttachmentPlan {
        let attachment = try Sample.attachment(id)
        return try Sample.planner().add(attachment, to: resource, as: role, instances: .all, now: Sample.now)
    }

    private func remove(_ id: String, from resource: CalendarObjectResource) throws -> AttachmentPlan {
        try Sample.planner().remove(ManagedID(id), from: resource, as: .none, instances: .all, now: Sample.now)
    }

    private func update(_ id: String, to new: String, in resource: CalendarObjectResource) throws -> AttachmentPlan {
        let attachment = try Sample.attachment(new)
        return try Sample.planner().update(ManagedID(id), with: attachment, in: resource, as: .none, now: Sample.now)
    }

    @Test func `RFC 8607 §3.4 an addition puts one ATTACH into every component`() throws {
        let plan = try add("b", to: try Sample.series(master: [Sample.attach("a")], override: []))
        #expect(plan.calendar.attachLines == [[Sample.attach("a"), Sample.attach("b")], [Sample.attach("b")]])
        #expect(plan.effects == [.link(ManagedID("b"))])
        #expect(plan.isDataChanged)
    }

    @Test func `an addition changes ATTACH, DTSTAMP and LAST-MODIFIED and no other line`() throws {
        let event = try Sample.event("SEQUENCE:3", "SUMMARY:Lunch\r\n time", "BEGIN:VALARM", "END:VALARM")
        let plan = try add("b", to: event)
        let attach = """
            ATTACH;MANAGED-ID=b;FMTTYPE=application/pdf;SIZE=10;FILENAME=b.pdf:https://\r\n \
            cal.example.com/attachments/b/b.pdf\r\nLAST-MODIFIED:\(Sample.stamp)\r\nBEGIN:VALARM
            """
        let expected = event.text
            .replacing("DTSTAMP:20230101T000000Z", with: "DTSTAMP:\(Sample.stamp)")
            .replacing("BEGIN:VALARM", with: attach)
        #expect(plan.calendar.text == expected)
    }

    @Test func `RFC 5545 §3.2 names with separators and quotes are quoted and escaped`() throws {
        let label = AttachmentLabel(mediaType: "text/plain", filename: "a;b, \"c\": d^.txt")
        let attachment = ManagedAttachment(id: ManagedID("x"), label: label, size: 1, uris: try Sample.uris())
        let plan = try Sample.planner().add(
            attachment,
            to: try Sample.event(),
            as: .none,
            instances: .all,
            now: Sample.now
        )
        #expect(plan.calendar.text.replacing("\r\n ", with: "").contains(";FILENAME=\"a;b, ^'c^': d^^.txt\":https://"))
        let again = try CalendarObjectResource(parsing: plan.calendar.serialised())
        #expect(again.master?.first("ATTACH")?.parameter("FILENAME") == label.filename)
    }

    @Test func `RFC 8607 §3.5 an update changes every ATTACH with the managed ID and no other`() throws {
        let series = try Sample.series(
            master: [Sample.attach("a"), Sample.attach("b")],
            override: [Sample.attach("b"), "SUMMARY:untouched"]
        )
        let plan = try update("a", to: "c", in: series)
        #expect(plan.calendar.attachLines == [[Sample.attach("c"), Sample.attach("b")], [Sample.attach("b")]])
        #expect(plan.effects == [.link(ManagedID("c")), .unlink(ManagedID("a"))])
        let stamps = plan.calendar.instances.map { $0.first("DTSTAMP")?.value }
        #expect(stamps == [Sample.stamp, "20230101T000000Z"])
    }

    @Test func `an update keeps parameters of other specifications and repetitions of the line`() throws {
        let line = "attach;managed-id=a;X-LABEL=mine:https://elsewhere.example.com/"
        let plan = try update("a", to: "c", in: try Sample.event(line, Sample.attach("a")))
        let changed =
            "attach;managed-id=c;X-LABEL=mine;FMTTYPE=application/pdf;SIZE=10;FILENAME=c.pdf:\(Sample.uri("c"))"
        #expect(plan.calendar.attachLines == [[changed, Sample.attach("c")]])
    }

    @Test func `an update with the same managed ID is a programming fault`() async {
        await #expect(processExitsWith: .failure) {
            let planner = try Sample.planner()
            let event = try Sample.event(Sample.attach("a"))
            let attachment = try Sample.attachment("a")
            _ = try planner.update(ManagedID("a"), with: attachment, in: event, as: .none, now: Sample.now)
        }
    }

    @Test func `RFC 8607 §3.6 a removal takes every ATTACH with the managed ID and no other`() throws {
        let series = try Sample.series(
            master: [Sample.attach("a"), "ATTACH:\(Sample.uri("a"))", Sample.attach("a")],
            override: [Sample.attach("b"), Sample.attach("a")]
        )
        let plan = try remove("a", from: series)
        #expect(plan.calendar.attachLines == [["ATTACH:\(Sample.uri("a"))"], [Sample.attach("b")]])
        #expect(plan.effects == [.unlink(ManagedID("a"))])
    }

    @Test func `RFC 8607 §3.3.3 managed-id must be in the data`() throws {
        let event = try Sample.event(Sample.attach("a"), "ATTACH:\(Sample.uri("b"))")
        #expect(throws: ManagedAttachmentViolation.validManagedID(.unknown(ManagedID("b")))) {
            try remove("b", from: event)
        }
        #expect(throws: ManagedAttachmentViolation.validManagedID(.unknown(ManagedID("A")))) {
            try update("A", to: "c", in: event)
        }
    }

    @Test func `attachments draft-01 §3.11.6 every change by an organizer sends scheduling messages`() throws {
        let event = try Sample.event(Sample.meeting[0], Sample.meeting[1], Sample.attach("a"))
        let planner = try Sample.planner()
        let id = ManagedID("a")
        let new = try Sample.attachment("b")
        let plans = [
            try planner.add(new, to: event, as: .organizer, instances: .all, now: Sample.now),
            try planner.update(id, with: new, in: event, as: .organizer, now: Sample.now),
            try planner.remove(id, from: event, as: .organizer, instances: .all, now: Sample.now),
        ]
        #expect(plans.allSatisfy { $0.effects.last == .sendSchedulingMessages })
        let alone = try planner.add(
            new,
            to: try Sample.event(Sample.meeting[0]),
            as: .organizer,
            instances: .all,
            now: Sample.now
        )
        #expect(alone.effects == [.link(ManagedID("b"))])
    }
}

@Suite("AttachmentPlanner checks")
struct AttachmentPlannerCheckTests {
    private func check(
        _ request: AttachmentRequest,
        on resource: CalendarObjectResource,
        as role: SchedulingRole = .none,
        declaredSize: UInt64 = 0
    ) throws {
        let planner = try Sample.planner()
        let new = try Sample.attachment("new", size: declaredSize)
        switch request {
        case .add(let instances):
            _ = try planner.add(new, to: resource, as: role, instances: instances, now: Sample.now)
        case .update(let id): _ = try planner.update(id, with: new, in: resource, as: role, now: Sample.now)
        case .remove(let id, let instances):
            _ = try planner.remove(id, from: resource, as: role, instances: instances, now: Sample.now)
        }
    }

    @Test func `attachments draft-01 §3.11.3 attendees can add, update and remove nothing`() throws {
        let event = try Sample.event(Sample.meeting[0], Sample.meeting[1], Sample.attach("a"))
        let id = ManagedID("a")
        for request in [AttachmentRequest.add(.all), .update(id), .remove(id, .all)] {
            #expect(throws: ManagedAttachmentViolation.attendeeChange) { try check(request, on: event, as: .attendee) }
            try check(request, on: event, as: .organizer)
        }
    }

    @Test func `RFC 8607 §6.2 an attachment may have exactly the maximum size`() throws {
        let event = try Sample.event(Sample.attach("a"))
        for request in [AttachmentRequest.add(.all), .update(ManagedID("a"))] {
            try check(request, on: event, declaredSize: 1_000)
            #expect(throws: ManagedAttachmentViolation.maxAttachmentSize(limit: 1_000)) {
                try check(request, on: event, declaredSize: 1_001)
            }
        }
        #expect(throws: ManagedAttachmentViolation.maxAttachmentSize(limit: 1_000)) {
            let large = try Sample.attachment("b", size: 1_001)
            return try Sample.planner().add(large, to: event, as: .none, instances: .all, now: Sample.now)
        }
    }

    @Test func `RFC 8607 §6.3 managed attachments are counted by managed ID over all instances`() throws {
        let foreign = "ATTACH:https://elsewhere.example.com/"
        let two = try Sample.series(
            master: [Sample.attach("a"), foreign, "ATTACH:\(Sample.uri("x"))"],
            override: [Sample.attach("a"), Sample.attach("b")]
        )
        try check(.add(.all), on: two)
        let three = try Sample.series(master: [Sample.attach("a"), Sample.attach("c")], override: [Sample.attach("b")])
        #expect(throws: ManagedAttachmentViolation.maxAttachmentsPerResource(limit: 3)) {
            try check(.add(.all), on: three)
        }
        try check(.update(ManagedID("a")), on: three)
        try check(.remove(ManagedID("a"), .all), on: three)
    }

    @Test func `attachments draft-01 §3.11.3 an attendee is refused whatever rid names`() throws {
        let event = try Sample.event(Sample.meeting[0], Sample.meeting[1], Sample.attach("a"))
        let nothing = InstanceSelection.only([.recurrenceID("20240101")])
        for request in [AttachmentRequest.add(nothing), .remove(ManagedID("a"), nothing)] {
            #expect(throws: ManagedAttachmentViolation.attendeeChange) { try check(request, on: event, as: .attendee) }
        }
    }

    @Test func `RFC 5545 §3.8.1.1 a component that can have no ATTACH gets none`() throws {
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VFREEBUSY\nUID:1\nEND:VFREEBUSY\nEND:VCALENDAR\n"
        let freeBusy = try CalendarObjectResource(parsing: Array(text.utf8))
        #expect(throws: ManagedAttachmentViolation.attachmentsNotAllowed(component: "VFREEBUSY")) {
            try check(.add(.all), on: freeBusy)
        }
    }
}
