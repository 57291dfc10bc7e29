import ICalendar
import ManagedAttachments
import Testing

@Suite("Reconciliation")
struct ReconciliationTests {
    private func reconcile(
        _ new: CalendarObjectResource,
        replacing old: CalendarObjectResource? = nil,
        linked: [String] = [],
        standings: [String: AttachmentStanding] = [:],
        maximumPerResource: Int = 3
    ) throws -> AttachmentPlan {
        let knowledge = AttachmentKnowledge(
            linked: try linked.map { try Sample.attachment($0) },
            standings: Dictionary(uniqueKeysWithValues: standings.map { (ManagedID($0.key), $0.value) }),
            role: .none
        )
        let planner = try Sample.planner(maximumPerResource: maximumPerResource)
        return try planner.reconcile(new, replacing: old, knowing: knowledge)
    }

    @Test func `data that needs no change is stored octet for octet`() throws {
        let odd =
            "attach;filename=\"a.pdf\";Size=10;X-A=1;\r\n\t"
            + "fmttype=application/pdf;managed-id=a:https://cal.exa\r\n mple.com/attachments/a/a.pdf"
        let event = try Sample.event(odd, "ATTACH;SIZE=9;FILENAME=x:https://elsewhere.example.com/")
        let plan = try reconcile(event, linked: ["a"])
        #expect(plan.calendar.serialised() == event.serialised())
        #expect(plan.effects.isEmpty)
        #expect(!plan.isDataChanged)
    }

    @Test func `rule 1: a managed ID that vanished loses its link`() throws {
        let plan = try reconcile(try Sample.event(Sample.attach("b")), linked: ["a", "b", "c"])
        #expect(plan.effects == [.unlink(ManagedID("a")), .unlink(ManagedID("c"))])
        #expect(!plan.isDataChanged)
    }

    @Test func `rule 1: a managed ID that is left on one component keeps its link`() throws {
        let plan = try reconcile(try Sample.series(master: [], override: [Sample.attach("a")]), linked: ["a"])
        #expect(plan.effects.isEmpty)
    }

    @Test func `rule 1: an ATTACH that lost its parameters gets them back and is no removal`() throws {
        let bare = try Sample.event(
            "ATTACH:\(Sample.uri("a"))",
            "ATTACH;VALUE=URI:HTTPS://cal.example.com/attachments/b/x"
        )
        let plan = try reconcile(bare, linked: ["a", "b"])
        let restored = "ATTACH;MANAGED-ID=a;FMTTYPE=application/pdf;SIZE=10;FILENAME=a.pdf:\(Sample.uri("a"))"
        let second = "ATTACH;VALUE=URI;MANAGED-ID=b;FMTTYPE=application/pdf;SIZE=10;FILENAME=b.pdf:\(Sample.uri("b"))"
        #expect(plan.calendar.attachLines == [[restored, second]])
        #expect(plan.effects.isEmpty)
        #expect(plan.isDataChanged)
    }

    @Test func `rule 1: a bare URI of a former public URL is known from the stored data`() throws {
        let former = "https://old.example.com/attachments/a/a.pdf"
        let old = try Sample.event("ATTACH;MANAGED-ID=a:\(former)")
        let new = try Sample.event("ATTACH:\(former)")
        let plan = try reconcile(new, replacing: old, linked: ["a"])
        #expect(plan.calendar.attachLines == [[Sample.attach("a")]])
        #expect(plan.effects.isEmpty)
        let unlinked = try reconcile(new, replacing: old)
        #expect(unlinked.calendar.attachLines == [["ATTACH:\(former)"]])
    }

    @Test(arguments: [
        "ATTACH;MANAGED-ID=a:https://evil.example.org/",
        "ATTACH;MANAGED-ID=a;FMTTYPE=text/html;SIZE=1;FILENAME=../x:https://cal.example.com/attachments/b/b.pdf",
        "ATTACH;MANAGED-ID=a;FMTTYPE=APPLICATION/PDF;SIZE=10;FILENAME=b:https://cal.example.com/attachments/a/a.pdf",
        "ATTACH;MANAGED-ID=a;ENCODING=BASE64;VALUE=BINARY:VGhlIHF1aWNr",
        "ATTACH;MANAGED-ID=a;SIZE=10;SIZE=99;FMTTYPE=application/pdf:https://cal.example.com/attachments/a/a.pdf",
        "ATTACH;MANAGED-ID=a;MANAGED-ID=z:https://cal.example.com/attachments/a/a.pdf",
    ])
    func `rule 2: URI, FMTTYPE, FILENAME and SIZE are put back`(line: String) throws {
        let plan = try reconcile(try Sample.event(line), linked: ["a"])
        let property = try #require(plan.calendar.master?.first("ATTACH"))
        #expect(Set(property.parameters.map(\.name)) == ["MANAGED-ID", "FMTTYPE", "SIZE", "FILENAME"])
        #expect(property.parameters.count == 4)
        #expect(property.parameter("MANAGED-ID") == "a")
        #expect(property.parameter("FMTTYPE") == "application/pdf")
        #expect(property.parameter("SIZE") == "10")
        #expect(property.parameter("FILENAME") == "a.pdf")
        #expect(property.value == Sample.uri("a"))
        #expect(plan.isDataChanged)
    }

    @Test(arguments: ["ATTACH;MANAGED-ID=gone:https://cal.example.com/x", "ATTACH;managed-id=:https://x.example.com/"])
    func `rule 3: attachments draft-01 §3.11.1 an unknown MANAGED-ID is refused`(line: String) throws {
        let event = try Sample.event(line)
        let id = try #require(try Sample.planner().mentionedAttachments(in: event).byParameter.first)
        #expect(throws: ManagedAttachmentViolation.validManagedIDParameter(id)) { try reconcile(event) }
    }

    @Test func `rule 3: a bare URI of an unknown attachment is left alone`() throws {
        let plan = try reconcile(try Sample.event("ATTACH:\(Sample.uri("gone"))"))
        #expect(plan.effects.isEmpty)
        #expect(!plan.isDataChanged)
    }

    @Test func `rule 3: the user's own attachment is linked with managed ID and URI unchanged`() throws {
        let attachment = try Sample.attachment("a")
        let series = try Sample.series(master: [Sample.attach("a")], override: ["ATTACH:\(Sample.uri("a"))"])
        let plan = try reconcile(series, standings: ["a": .linkable(attachment)])
        #expect(plan.calendar.attachLines == [[Sample.attach("a")], [Sample.attach("a")]])
        #expect(plan.effects == [.link(ManagedID("a"))])
    }

    @Test func `rule 3: an attachment removed within the grace is restored, then linked`() throws {
        let standing = AttachmentStanding.removedWithinGrace(try Sample.attachment("a"))
        let plan = try reconcile(try Sample.event(Sample.attach("a")), standings: ["a": standing])
        #expect(plan.effects == [.restore(ManagedID("a")), .link(ManagedID("a"))])
        #expect(!plan.isDataChanged)
    }

    @Test func `rule 3: an attachment of another home is copied`() throws {
        let same = try Sample.attachment("a")
        let other = try Sample.attachment("c")
        let event = try Sample.event(Sample.attach("a"), Sample.attach("b"))
        let plan = try reconcile(
            event,
            standings: ["a": .linkableFromOtherHome(same), "b": .linkableFromOtherHome(other)]
        )
        #expect(plan.calendar.attachLines == [[Sample.attach("a"), Sample.attach("c")]])
        #expect(
            plan.effects == [.copyIntoHome(of: ManagedID("a"), as: same), .copyIntoHome(of: ManagedID("b"), as: other)]
        )
    }

    @Test func `rule 3: a foreign attachment stays as a plain URI and is not linked`() throws {
        let event = try Sample.event("ATTACH;X-A=1;MANAGED-ID=a;FMTTYPE=text/html;SIZE=1;FILENAME=f:\(Sample.uri("a"))")
        let plan = try reconcile(event, standings: ["a": .foreign])
        #expect(plan.calendar.attachLines == [["ATTACH;X-A=1;FMTTYPE=text/html:\(Sample.uri("a"))"]])
        #expect(plan.effects.isEmpty)
        #expect(plan.isDataChanged)
        let again = try reconcile(plan.calendar, standings: ["a": .foreign])
        #expect(!again.isDataChanged)
    }

    @Test func `rule 3: a withdrawn attachment is a plain URI and refuses nothing`() throws {
        let event = try Sample.event("ATTACH;X-A=1;MANAGED-ID=a;SIZE=1;FILENAME=f:https://old.example.com/f")
        let standing = AttachmentStanding.withdrawn(try Sample.attachment("a"))
        let plan = try reconcile(event, standings: ["a": standing], maximumPerResource: 0)
        #expect(plan.calendar.attachLines == [["ATTACH;X-A=1:\(Sample.uri("a"))"]])
        #expect(plan.effects.isEmpty)
        #expect(plan.isDataChanged)
        let again = try reconcile(plan.calendar, standings: ["a": standing])
        #expect(!again.isDataChanged && again.effects.isEmpty)
    }

    @Test func `a linked attachment stays managed when it is withdrawn`() throws {
        let event = try Sample.event(Sample.attach("a"))
        let standing = AttachmentStanding.withdrawn(try Sample.attachment("a"))
        let plan = try reconcile(event, linked: ["a"], standings: ["a": standing])
        #expect(!plan.isDataChanged && plan.effects.isEmpty)
    }

    @Test func `the components that had what loses its link are told`() throws {
        let old = try Sample.series(master: [Sample.attach("a")], override: [Sample.attach("a"), Sample.attach("b")])
        let plan = try reconcile(try Sample.series(master: [], override: []), replacing: old, linked: ["a", "b"])
        let override = InstanceSelection.only([.recurrenceID("20240103T120000Z")])
        #expect(plan.formerInstances == [ManagedID("a"): .all, ManagedID("b"): override])
    }

    @Test func `ATTACH properties that are not managed are left alone`() throws {
        let event = try Sample.event(
            "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:VGhlIHF1aWNr",
            "ATTACH:CID:part3@example.com",
            "ATTACH;FILENAME=../x;SIZE=-1:https://elsewhere.example.com/attachments/a/a.pdf",
            "BEGIN:VALARM",
            "ATTACH;MANAGED-ID=z:\(Sample.uri("z"))",
            "END:VALARM"
        )
        let plan = try reconcile(event)
        #expect(plan.effects.isEmpty)
        #expect(!plan.isDataChanged)
    }

    @Test func `RFC 8607 §6.3 only a PUT that links more than the limit is refused`() throws {
        let event = try Sample.event(Sample.attach("a"), Sample.attach("b"), Sample.attach("b"))
        let standing = AttachmentStanding.linkable(try Sample.attachment("b"))
        _ = try reconcile(event, linked: ["a"], standings: ["b": standing], maximumPerResource: 2)
        #expect(throws: ManagedAttachmentViolation.maxAttachmentsPerResource(limit: 1)) {
            try reconcile(event, linked: ["a"], standings: ["b": standing], maximumPerResource: 1)
        }
        // The limit was lowered since: what is linked stays.
        _ = try reconcile(event, linked: ["a", "b"], maximumPerResource: 1)
    }

    @Test func `what data mentions is listed for the caller to look up`() throws {
        let series = try Sample.series(
            master: [
                Sample.attach("a"), Sample.attach("b"), "ATTACH:\(Sample.uri("c"))", "ATTACH:https://x.example.com/",
            ],
            override: [Sample.attach("a"), "ATTACH:\(Sample.uri("c"))", "ATTACH:\(Sample.uri("b"))"]
        )
        let mentioned = try Sample.planner().mentionedAttachments(in: series)
        #expect(mentioned.byParameter == [ManagedID("a"), ManagedID("b")])
        #expect(mentioned.byURI == [ManagedID("c"), ManagedID("b")])
        #expect(mentioned.all == [ManagedID("a"), ManagedID("b"), ManagedID("c")])
    }
}
