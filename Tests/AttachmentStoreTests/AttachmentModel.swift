import AttachmentStore
import BlobModel
import FoundationEssentials

/// The attachment store as plain sets and dictionaries: what the tables must always agree with.
struct AttachmentModel {
    /// One home's copy.
    struct Holding: Equatable {
        /// The reference of the copy.
        var reference: ReferenceID
        /// The state, without the due date.
        var phase: Phase
    }

    /// The states of a holding.
    enum Phase: Equatable {
        /// In the order of a holding's life.
        case live, removed, releasing, released
    }

    /// A copy's place: which attachment, which home.
    struct Key: Hashable {
        /// The managed ID.
        let attachment: AttachmentID
        /// The home.
        let domain: DedupDomain
    }

    /// The refusals that the model foresees.
    typealias Refusal = AttachmentStoreError

    /// Size and withdrawal of every attachment.
    private(set) var attachments: [AttachmentID: (size: UInt64, isWithdrawn: Bool)] = [:]
    /// Every copy there is or was.
    private(set) var holdings: [Key: Holding] = [:]
    /// Every link.
    private(set) var links: [LinkedObjectID: Set<Key>] = [:]
    /// The due date of every release that is not complete, and the copy that it is for.
    private(set) var outbox: [ReferenceID: (due: Date, hasBegun: Bool, key: Key)] = [:]

    /// Every link that went and can be had back, with the instant at which it went.
    private(set) var former: [Key: [LinkedObjectID: Date]] = [:]

    /// The octets that a home pays for, or those of its copies in another state.
    func usage(of domain: DedupDomain, in phase: Phase = .live) -> UInt64 {
        holdings.filter { $0.key.domain == domain && $0.value.phase == phase }
            .reduce(0) { $0 + (attachments[$1.key.attachment]?.size ?? 0) }
    }

    /// The objects that link a copy.
    func objects(linking key: Key) -> Set<LinkedObjectID> {
        Set(links.filter { $0.value.contains(key) }.keys)
    }

    /// Adds an attachment with its first copy and link.
    mutating func add(_ attachment: Attachment, _ domain: DedupDomain, _ object: LinkedObjectID) throws(Refusal) {
        guard attachments[attachment.id] == nil else { throw .exists(attachment.id) }
        attachments[attachment.id] = (attachment.size, false)
        let key = Key(attachment: attachment.id, domain: domain)
        holdings[key] = Holding(reference: attachment.id.firstReference, phase: .live)
        links[object, default: []].insert(key)
    }

    /// Adds a copy and its first link.
    mutating func hold(_ key: Key, _ reference: ReferenceID, _ object: LinkedObjectID) throws(Refusal) {
        try refuseUnusable(key.attachment)
        if let holding = holdings[key], [.live, .removed].contains(holding.phase) {
            throw .alreadyHeld(key.attachment, key.domain)
        }
        try refuseForeignLink(key, object)
        holdings[key] = Holding(reference: reference, phase: .live)
        links[object, default: []].insert(key)
        former[key]?[object] = nil
    }

    /// Adds a link, and undoes a removal.
    mutating func link(_ key: Key, _ object: LinkedObjectID) throws(Refusal) {
        try refuseUnusable(key.attachment)
        guard let holding = holdings[key] else { throw .notHeld(key.attachment, key.domain) }
        guard [.live, .removed].contains(holding.phase) else { throw .released(key.attachment, key.domain) }
        try refuseForeignLink(key, object)
        if holding.phase == .removed { outbox[holding.reference] = nil }
        holdings[key]?.phase = .live
        links[object, default: []].insert(key)
        former[key]?[object] = nil
    }

    /// Takes a link away, and with the last one the copy; remembers it, and forgets what is out of its grace.
    mutating func unlink(_ id: AttachmentID, _ object: LinkedObjectID, terms: RemovalTerms) -> Bool {
        guard let key = links[object]?.first(where: { $0.attachment == id }) else { return false }
        links[object]?.remove(key)
        let grace = terms.due.timeIntervalSince(terms.now)
        former[key] = former[key]?.filter { $0.value >= terms.now.addingTimeInterval(-grace) }
        if [.live, .removed].contains(holdings[key]?.phase) { former[key, default: [:]][object] = terms.now }
        guard objects(linking: key).isEmpty else { return false }
        remove(key, due: terms.due)
        return true
    }

    /// Takes all copies and links of a home away.
    mutating func removeAll(_ domain: DedupDomain, due: Date) {
        for key in holdings.keys where key.domain == domain {
            for object in objects(linking: key) { links[object]?.remove(key) }
            remove(key, due: due)
        }
    }

    /// Takes an attachment from every home.
    mutating func withdraw(_ id: AttachmentID, due: Date) throws(Refusal) {
        guard let attachment = attachments[id] else { throw .unknown(id) }
        guard !attachment.isWithdrawn else { return }
        attachments[id]?.isWithdrawn = true
        for (key, holding) in holdings where key.attachment == id {
            remove(key, due: due)
            if let entry = outbox[holding.reference], !entry.hasBegun {
                outbox[holding.reference]?.due = min(entry.due, due)
            }
        }
    }

    /// Begins all releases that are due.
    mutating func beginReleases(now: Date, leaseEnd: Date) -> Set<ReferenceID> {
        let due = outbox.filter { $0.value.due <= now }
        for (reference, entry) in due {
            outbox[reference] = (leaseEnd, true, entry.key)
            guard holdings[entry.key]?.reference == reference else { continue }
            if holdings[entry.key]?.phase == .removed { former[entry.key] = nil }
            holdings[entry.key]?.phase = .releasing
        }
        return Set(due.keys)
    }

    /// Completes a release that was begun.
    mutating func completeRelease(_ reference: ReferenceID) -> Bool {
        guard let entry = outbox[reference], entry.hasBegun else { return false }
        outbox[reference] = nil
        if holdings[entry.key]?.reference == reference { holdings[entry.key]?.phase = .released }
        return true
    }

    private mutating func remove(_ key: Key, due: Date) {
        guard let holding = holdings[key], holding.phase == .live else { return }
        holdings[key]?.phase = .removed
        outbox[holding.reference] = (due, false, key)
    }

    private func refuseUnusable(_ id: AttachmentID) throws(Refusal) {
        guard let attachment = attachments[id] else { throw .unknown(id) }
        guard !attachment.isWithdrawn else { throw .withdrawn(id, reason: "Malware.") }
    }

    private func refuseForeignLink(_ key: Key, _ object: LinkedObjectID) throws(Refusal) {
        let other = links[object]?.first { $0.attachment == key.attachment && $0.domain != key.domain }
        guard other == nil else { throw .linkedInOtherDomain(key.attachment, object) }
    }
}

extension AttachmentModel.Holding {
    /// Creates the model's view of a holding.
    init(_ holding: AttachmentHolding) {
        reference = holding.reference
        phase =
            switch holding.state {
            case .live: .live
            case .removed: .removed
            case .releasing: .releasing
            case .released: .released
            }
    }
}
