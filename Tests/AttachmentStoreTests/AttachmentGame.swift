import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import RandomTesting
import SQLDatabase
import Testing

/// A random sequence of calls, made to the store and to the model alike.
struct AttachmentGame {
    private let store: AttachmentStore
    private let homes: [DedupDomain]
    private let objects = (0..<4).map { LinkedObjectID("object-\($0)") }
    private var model = AttachmentModel()
    private var ids: [AttachmentID] = [.random()]
    private var random: SeededGenerator
    private var seconds = 0

    /// The kinds of refusal that were met.
    private(set) var refusals: Set<String> = []

    /// Creates a game on the two homes of a fixture.
    init(fixture: AttachmentFixture, seed: UInt64) {
        store = fixture.store
        homes = [fixture.home, fixture.otherHome]
        random = SeededGenerator(seed: seed)
    }

    /// Makes one call to both, and expects the same answer or the same refusal.
    ///
    /// - Returns: The call, for the message of a failure.
    mutating func play(in txn: any SQLTransaction) throws -> String {
        seconds += Int.random(in: 0..<600, using: &random)
        return switch Int.random(in: 0..<14, using: &random) {
        case 0...2: try playAdd(txn)
        case 3: try playHold(txn)
        case 4...6: try playLink(txn)
        case 7...9: try playUnlink(txn)
        case 10: try playRemoval(txn)
        default: try playRelease(txn)
        }
    }

    /// Expects that every table holds what the model holds.
    func compare(after call: String, in txn: any SQLTransaction) throws {
        for home in homes {
            #expect(try store.usage(of: home, in: txn) == model.usage(of: home), "\(call)")
            let kept = try txn.first("SELECT removed_bytes FROM attachment_usage WHERE domain = ?", [.text(home.id)])
            #expect(try kept?.count("removed_bytes") ?? 0 == model.usage(of: home, in: .removed), "\(call)")
        }
        for id in ids {
            let holdings = try store.holdings(of: id, in: txn)
            #expect(holdings.count == model.holdings.keys.filter { $0.attachment == id }.count, "\(call)")
            for holding in holdings { try compare(holding, after: call, in: txn) }
        }
        for object in objects {
            let linked = try store.attachments(linkedBy: object, in: txn).map {
                AttachmentModel.Key(attachment: $0.id, domain: $0.holding.domain)
            }
            #expect(Set(linked) == model.links[object] ?? [], "\(call)")
        }
        #expect(try store.nextRelease(in: txn) == model.outbox.values.map(\.due).min(), "\(call)")
    }

    private func compare(_ holding: AttachmentHolding, after call: String, in txn: any SQLTransaction) throws {
        let key = AttachmentModel.Key(attachment: holding.attachment, domain: holding.domain)
        let expected = try #require(model.holdings[key])
        #expect(AttachmentModel.Holding(holding) == expected, "\(call)")
        if case .removed(_, let due) = holding.state {
            #expect(due == model.outbox[holding.reference]?.due, "\(call)")
        }
        let links = try store.links(of: holding.attachment, in: txn).filter { $0.domain == holding.domain }
        #expect(Set(links.map(\.object)) == model.objects(linking: key), "\(call)")
        let former = try store.formerLinks(of: holding.attachment, in: holding.domain, txn)
        #expect(former.count == model.former[key]?.count ?? 0, "\(call)")
        for link in former { #expect(model.former[key]?[link.object] == link.removed, "\(call)") }
        #expect(holding.state != .live || !links.isEmpty, "A live holding has a link: \(call)")
    }
}

// MARK: - Calls

extension AttachmentGame {
    private mutating func playAdd(_ txn: any SQLTransaction) throws -> String {
        let id = Int.random(in: 0..<4, using: &random) == 0 ? anyID() : .random()
        let attachment = Attachment.sample(id, size: UInt64.random(in: 0..<1000, using: &random))
        let (store, home, object) = (store, anyHome(), anyObject())
        if !ids.contains(id) { ids.append(id) }
        return try expectSame("add \(id) to \(object) of \(home)") {
            try store.add(attachment, heldBy: home, linkedTo: object, in: txn)
            return ""
        } model: { model in
            try model.add(attachment, home, object)
            return ""
        }
    }

    private mutating func playHold(_ txn: any SQLTransaction) throws -> String {
        let (store, id, home, object) = (store, anyID(), anyHome(), anyObject())
        let reference = ReferenceID.random()
        return try expectSame("hold \(id) for \(object) of \(home)") {
            try store.hold(id, by: home, reference: reference, begun: .sample(), linkedTo: object, in: txn)
            return ""
        } model: { model in
            try model.hold(AttachmentModel.Key(attachment: id, domain: home), reference, object)
            return ""
        }
    }

    private mutating func playLink(_ txn: any SQLTransaction) throws -> String {
        let (store, id, home, object) = (store, anyID(), anyHome(), anyObject())
        return try expectSame("link \(id) to \(object) of \(home)") {
            try store.link(id, heldBy: home, to: object, in: txn)
            return ""
        } model: { model in
            try model.link(AttachmentModel.Key(attachment: id, domain: home), object)
            return ""
        }
    }

    private mutating func playUnlink(_ txn: any SQLTransaction) throws -> String {
        let (store, terms, object) = (store, anyTerms(), anyObject())
        let linked = model.links[object]?.map(\.attachment).sorted { $0.text < $1.text } ?? []
        let id = linked.randomElement(using: &random) ?? anyID()
        return try expectSame("unlink \(id) from \(object)") {
            "\(try store.unlink(id, from: object, terms: terms, in: txn))"
        } model: { model in
            "\(model.unlink(id, object, terms: terms))"
        }
    }

    private mutating func playRemoval(_ txn: any SQLTransaction) throws -> String {
        let (store, terms, id, home) = (store, anyTerms(), anyID(), anyHome())
        guard Int.random(in: 0..<5, using: &random) > 0 else {
            return try expectSame("remove all of \(home)") {
                _ = try store.removeHoldings(of: home, after: nil, limit: .max, terms: terms, in: txn)
                return ""
            } model: { model in
                model.removeAll(home, due: terms.due)
                return ""
            }
        }
        return try expectSame("withdraw \(id)") {
            try store.withdraw(id, reason: "Malware.", terms: terms, in: txn)
            return ""
        } model: { model in
            try model.withdraw(id, due: terms.due)
            return ""
        }
    }

    private mutating func playRelease(_ txn: any SQLTransaction) throws -> String {
        let (store, now, leaseEnd) = (store, Date.sample(seconds), Date.sample(seconds + 300))
        let pending = model.outbox.keys.sorted { $0.text < $1.text }
        if Bool.random(using: &random), let reference = pending.randomElement(using: &random) {
            return try expectSame("complete \(reference)") {
                "\(try store.completeRelease(of: reference, in: txn))"
            } model: { model in
                "\(model.completeRelease(reference))"
            }
        }
        return try expectSame("begin releases at \(now)") {
            let begun = try store.beginReleases(due: now, limit: 1000, leaseEnd: leaseEnd, in: txn)
            return begun.map(\.reference.text).sorted().joined(separator: " ")
        } model: { model in
            model.beginReleases(now: now, leaseEnd: leaseEnd).map(\.text).sorted().joined(separator: " ")
        }
    }
}

// MARK: - Choices and answers

extension AttachmentGame {
    private enum Outcome: Equatable {
        case answer(String)
        case refusal(AttachmentStoreError)
    }

    private mutating func expectSame(
        _ call: String,
        store: () throws -> String,
        model answer: (inout AttachmentModel) throws -> String
    ) throws -> String {
        let found = try Self.outcome(store)
        let expected = try Self.outcome { try answer(&model) }
        #expect(found == expected, "\(call)")
        if case .refusal(let error) = found {
            refusals.insert(Mirror(reflecting: error).children.first?.label ?? "\(error)")
        }
        return call
    }

    private static func outcome(_ body: () throws -> String) throws -> Outcome {
        do {
            return .answer(try body())
        } catch let error as AttachmentStoreError {
            return .refusal(error)
        }
    }

    private mutating func anyID() -> AttachmentID {
        // Recent ones more often, so that something is still left of them.
        ids.suffix(8).randomElement(using: &random) ?? .random()
    }

    private mutating func anyHome() -> DedupDomain { homes[Int.random(in: 0..<homes.count, using: &random)] }

    private mutating func anyObject() -> LinkedObjectID { objects[Int.random(in: 0..<objects.count, using: &random)] }

    private mutating func anyTerms() -> RemovalTerms {
        // Short ones, so that much is released, and long ones, so that much can be undone or brought forward.
        let longest = Bool.random(using: &random) ? 200 : 20_000
        return RemovalTerms(now: .sample(seconds), grace: .seconds(Int.random(in: 0..<longest, using: &random)))
    }
}
