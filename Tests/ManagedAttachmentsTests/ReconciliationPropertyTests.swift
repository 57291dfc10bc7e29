import ICalendar
import ManagedAttachments
import RandomTesting
import Testing

/// Checks on random events that links and data agree after every PUT.
@Suite("Reconciliation invariants")
struct ReconciliationPropertyTests {
    private static let ids = ["a", "b", "c", "d", "e"]

    private func lines(_ generator: inout SeededGenerator) -> [String] {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            let id = Self.ids.randomElement(using: &generator) ?? "a"
            let forms = [
                Sample.attach(id), "ATTACH:\(Sample.uri(id))", "ATTACH;MANAGED-ID=\(id):https://x.example.com/",
                "attach;size=4;managed-id=\(id):\(Sample.uri("a"))", "ATTACH:https://x.example.com/\(id)",
            ]
            return forms.randomElement(using: &generator) ?? forms[0]
        }
    }

    private func standing(of id: String, _ generator: inout SeededGenerator) throws -> AttachmentStanding {
        let attachment = try Sample.attachment(id)
        let copy = try Sample.attachment("copy-\(id)")
        let all: [AttachmentStanding] = [
            .linkable(attachment), .linkableFromOtherHome(attachment), .linkableFromOtherHome(copy), .foreign,
            .removedWithinGrace(attachment), .withdrawn(attachment),
        ]
        return all.randomElement(using: &generator) ?? .foreign
    }

    /// The links after the effects of a plan.
    private func links(of linked: [ManagedAttachment], after plan: AttachmentPlan) -> Set<ManagedID> {
        var links = Set(linked.map(\.id))
        for effect in plan.effects {
            switch effect {
            case .link(let id): links.insert(id)
            case .copyIntoHome(_, let copy): links.insert(copy.id)
            case .unlink(let id): links.remove(id)
            case .restore, .sendSchedulingMessages: break
            }
        }
        return links
    }

    @Test func `after a PUT the links are the managed IDs of the data, and the same PUT again changes nothing`() throws
    {
        let planner = try Sample.planner(maximumPerResource: 100)
        for seed in 0..<1_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let new = try Sample.series(master: lines(&generator), override: lines(&generator))
            let linked = try Self.ids.filter { _ in Bool.random(using: &generator) }.map { try Sample.attachment($0) }
            var standings: [ManagedID: AttachmentStanding] = [:]
            for id in Self.ids { standings[ManagedID(id)] = try standing(of: id, &generator) }
            let knowledge = AttachmentKnowledge(linked: linked, standings: standings, role: .none)
            let plan = try planner.reconcile(new, replacing: nil, knowing: knowledge)

            let links = links(of: linked, after: plan)
            #expect(links == Set(planner.mentionedAttachments(in: plan.calendar).byParameter), "seed \(seed)")
            #expect(Set(plan.effects).count == plan.effects.count, "seed \(seed)")
            // RFC 4791 §5.3.4: whether the answer has an ETag depends on it.
            let isOther = plan.calendar.serialised() != new.serialised()
            #expect(plan.isDataChanged == isOther, "seed \(seed)")

            let stored = try links.map { try Sample.attachment($0.text) }
            let rest = try standings.filter { id, standing in
                try standing == .foreign || standing == .withdrawn(Sample.attachment(id.text))
            }
            let again = try planner.reconcile(
                plan.calendar,
                replacing: plan.calendar,
                knowing: AttachmentKnowledge(linked: stored, standings: rest, role: .none)
            )
            #expect(again.effects.isEmpty && !again.isDataChanged, "seed \(seed)")
        }
    }
}
