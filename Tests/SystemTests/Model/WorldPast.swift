/// What an event keeps of its past, which nobody sees who reads it.
struct WorldPast: Hashable, Sendable {
    /// Where a file was that the event has no more.
    struct Former: Hashable, Sendable {
        /// The components that had it, nil for all; several where it is not known which.
        var carriers: Set<Set<String>?>

        /// When the request was sent that removed it.
        var since: ContinuousClock.Instant
    }

    /// Where the files were that the event has no more, by their labels.
    var former: [String: Former] = [:]

    /// The labels of withdrawn files that its data name, and that it does not link: it came into being after them.
    var unlinked: Set<String> = []

    /// The labels of files of which it is not known whether they are such.
    var loose: Set<String> = []

    /// Returns the components that may get a file when it is brought back.
    ///
    /// - Parameters:
    ///   - label: The file.
    ///   - instant: The moment.
    ///   - grace: For how long a removal is remembered at least.
    /// - Returns: The keys of components, nil for all.
    func carriers(of label: String, at instant: ContinuousClock.Instant, grace: Duration) -> Set<Set<String>?> {
        guard let former = former[label] else { return [nil] }
        return former.since.duration(to: instant) < grace ? former.carriers : former.carriers.union([nil])
    }

    /// Returns what is known where one of two pasts is the right one, and nobody knows which.
    func merged(with other: WorldPast) -> WorldPast {
        var merged = WorldPast(loose: loose.union(other.loose))
        merged.unlinked = unlinked.intersection(other.unlinked)
        merged.loose.formUnion(unlinked.symmetricDifference(other.unlinked))
        for label in Set(former.keys).union(other.former.keys) {
            let both = [former[label], other.former[label]]
            let carriers = both.reduce(into: Set<Set<String>?>()) { $0.formUnion($1?.carriers ?? [nil]) }
            guard let since = both.compactMap({ $0?.since }).min() else { continue }
            merged.former[label] = Former(carriers: carriers, since: since)
        }
        return merged
    }
}

extension WorldModel.Object {
    /// Returns the object with its past, after it came in the place of an older state of itself.
    ///
    /// - Parameters:
    ///   - old: The older state; nil where the object is new.
    ///   - sent: When the request was sent that changed it.
    /// - Returns: The object; what it lost is a part of its past.
    func following(_ old: WorldModel.Object?, sent: ContinuousClock.Instant) -> WorldModel.Object {
        var object = self
        object.past = old?.past ?? WorldPast()
        object.past.loose.formIntersection(labels)
        object.past.unlinked.formIntersection(labels)
        for label in labels { object.past.former[label] = nil }
        for label in old?.labels.subtracting(labels) ?? [] {
            object.past.former[label] = WorldPast.Former(carriers: [old?.carriers(of: label)], since: sent)
        }
        return object
    }

    /// The keys of the components that have a file; nil where all have it.
    private func carriers(of label: String) -> Set<String>? {
        let keys = files.filter { $0.value.contains(.init(label: label, kind: .managed)) }.keys
        return keys.count == files.count ? nil : Set(keys)
    }
}

extension WorldModel {
    /// The home as those see it who read it.
    var visible: WorldModel {
        var model = self
        for place in places { model[place]?.past = WorldPast() }
        return model
    }

    /// Returns what is known where several models look the same, and any of them may be the right one.
    static func merging(_ models: [WorldModel]) -> WorldModel? {
        guard var merged = models.first else { return nil }
        for model in models.dropFirst() {
            for place in merged.places {
                guard let past = model[place]?.past else { continue }
                let known = merged[place]?.past ?? past
                merged[place]?.past = known.merged(with: past)
            }
        }
        return merged
    }
}
