import BlobModel
import FoundationEssentials

/// What a shard must answer, kept in memory as simply as can be.
struct ShardModel {
    /// The name of a blob.
    struct Name: Hashable {
        let domain: DedupDomain
        let id: ContentID
    }

    /// What is promised of a blob to which there is no reference.
    enum Standing {
        /// It is readable before a time, and may be collected from then on.
        case kept(until: Date)
        /// It is readable or absent.
        case doubtful
        /// It is absent.
        case gone
    }

    /// What a reader must be given.
    enum Promise {
        case bytes, bytesOrAbsence, absence
    }

    /// A blob that is longer than the longest chunk: nothing but its own references keeps it.
    private static let sureByteCount = 262_145
    private static let remembered = 40

    /// How long in seconds the shard keeps what nobody references.
    let grace: Double

    /// The blob of each reference.
    private(set) var references: [ReferenceID: Name] = [:]

    /// The bytes of each blob of which something is promised.
    private(set) var contents: [Name: [UInt8]] = [:]

    private var standings: [Name: Standing] = [:]
    private var order: [Name] = []

    /// Makes the model of an empty shard.
    init(grace: Double) {
        self.grace = grace
    }

    /// The references in an order that is the same in every run.
    var sortedReferences: [ReferenceID] { references.keys.sorted { $0.text < $1.text } }

    /// The blobs without a reference that are remembered, in the order in which they lost it.
    var unreferenced: [Name] { order }

    /// The blobs that have a reference.
    var held: Set<Name> { Set(references.values) }

    /// Notes a reference that was added.
    mutating func add(_ reference: ReferenceID, to name: Name, _ bytes: [UInt8]) {
        references[reference] = name
        contents[name] = bytes
        forget(name)
    }

    /// Notes that a reference was released.
    mutating func release(_ reference: ReferenceID, at now: Date) {
        guard let name = references.removeValue(forKey: reference), !held.contains(name) else { return }
        remember(name, .kept(until: now.addingTimeInterval(grace)))
    }

    /// Notes that a domain was purged.
    mutating func purge(_ domain: DedupDomain) {
        for (reference, name) in references where name.domain == domain {
            references[reference] = nil
            remember(name, .kept(until: .distantPast))
        }
        for name in order where name.domain == domain {
            if case .kept = standings[name] { standings[name] = .kept(until: .distantPast) }
        }
    }

    /// Notes that what was due was collected.
    mutating func collect(at now: Date) {
        for name in order {
            guard case .kept(let end) = standings[name], end <= now else { continue }
            standings[name] = contents[name, default: []].count >= Self.sureByteCount ? .gone : .doubtful
        }
    }

    /// Notes that the index was rebuilt, which brings collected content back and begins every grace again.
    mutating func rebuild() {
        for name in order { standings[name] = .doubtful }
    }

    /// Returns what a reader of a blob must be given.
    func promise(of name: Name, at now: Date) -> Promise {
        if held.contains(name) { return .bytes }
        return switch standings[name] {
        case .kept(let end): now < end ? .bytes : .bytesOrAbsence
        case .doubtful, nil: .bytesOrAbsence
        case .gone: .absence
        }
    }

    private mutating func remember(_ name: Name, _ standing: Standing) {
        forget(name)
        standings[name] = standing
        order.append(name)
        guard order.count > Self.remembered else { return }
        let oldest = order.removeFirst()
        standings[oldest] = nil
        contents[oldest] = nil
    }

    private mutating func forget(_ name: Name) {
        standings[name] = nil
        order.removeAll { $0 == name }
    }
}
