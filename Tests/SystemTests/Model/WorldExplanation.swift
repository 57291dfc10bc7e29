/// Finds what a home can look like after requests that were under way at the same time.
///
/// Each order of them in which every answer is right explains the answers; where none does, the server did what no order
/// allows.
struct WorldExplanation {
    /// The requests with their answers.
    let deeds: [WorldDeed]

    /// The home before.
    let state: WorldState

    /// What is known of the files.
    let registry: WorldRegistry

    /// When the first request was sent.
    let sent: ContinuousClock.Instant

    /// When the last answer was there, or given up.
    let answered: ContinuousClock.Instant

    /// Some of the requests have been explained so far; in which order does not matter to those that follow.
    private struct Branch: Hashable {
        /// What the home looks like after them.
        var model: WorldModel
        /// The requests that are left, by their numbers.
        var left: Set<Int>
        /// The requests that were done, and not refused or lost, by their numbers.
        var done: Set<Int> = []
    }

    /// Whether the operator may have ended the grace of what was removed.
    private var isPurging: Bool {
        deeds.contains { if case .purge = $0.wish.operation { true } else { false } }
    }

    /// Returns everything that the home can look like, each once; nothing where the answers cannot be explained.
    func models() -> [WorldModel] {
        // What several orders lead to is followed up once: a crowd that a program died under would take minutes otherwise.
        var branches: Set = [Branch(model: state.model, left: Set(deeds.indices))]
        for _ in deeds {
            branches = Set(branches.flatMap { branch in branch.left.flatMap { next($0, after: branch) } })
        }
        return Array(Set(branches.map(\.model)))
    }

    /// Explains one request more.
    private func next(_ index: Int, after branch: Branch) -> [Branch] {
        let deed = deeds[index]
        var rest = branch
        rest.left.remove(index)
        let outcomes = outcomes(of: deed.wish, in: branch)
        let done = outcomes.compactMap(\.model).map { model in
            var next = rest
            next.model = model
            next.done.insert(index)
            return next
        }
        return switch deed.verdict {
        case .done: done
        case .refused(let status): outcomes.contains { $0.isRefused(with: status) } ? [rest] : []
        case .unknown: done + [rest]
        }
    }

    private func operations(of branch: Branch) -> [WorldOperation] { branch.done.map { deeds[$0].wish.operation } }

    /// Returns all that a request may do, as far as a client can know.
    private func outcomes(of wish: WorldClient.Wish, in branch: Branch) -> [WorldOutcome] {
        possibleCircumstances(of: wish.operation, in: branch).flatMap { circumstances in
            isCurrent(wish, in: branch).map { isCurrent in
                WorldPrediction(model: branch.model, registry: registry, circumstances: circumstances)
                    .outcome(of: wish.operation, isCurrent: isCurrent)
            }
        }
    }

    /// Tells whether the condition of a wish holds; both where something was moved about, which may keep its tag.
    private func isCurrent(_ wish: WorldClient.Wish, in branch: Branch) -> [Bool] {
        guard let seen = wish.seen, let place = wish.operation.target else { return [true] }
        guard branch.model[place] != nil else { return [false] }
        let done = operations(of: branch)
        guard !done.contains(where: { $0.confuses(place) }) else { return [true, false] }
        return [state.version(at: place) == seen.version && !done.contains { $0.target == place }]
    }

    // MARK: Circumstances

    /// Everything that can be the case around a request, and that nobody has told.
    private func possibleCircumstances(of operation: WorldOperation, in branch: Branch) -> [WorldCircumstances] {
        let named = operation.named(in: branch.model, registry)
        var known = WorldCircumstances(sent: sent, gone: state.gone, withdrawn: state.withdrawn)
        known.withdrawn.formUnion(operations(of: branch).compactMap(\.withdrawn))
        var all = [known]
        all.vary(over: possiblyGone(named, after: operation, in: branch)) { $0.gone.formUnion($1) }
        all.vary(over: registry.doomed.intersection(named).subtracting(known.withdrawn).subsets) {
            $0.withdrawn.formUnion($1)
        }
        let loose = operation.destination.flatMap { branch.model[$0]?.past.loose } ?? []
        all.vary(over: loose.intersection(named).subsets) { $0.unlinked = $1 }
        // What cannot be stored or scanned now stays in the data, and nobody knows how the services are.
        all.vary(over: operation.takenIn(besides: []).subsets) { $0.stayingInline = $1 }
        if !operation.brought.isDisjoint(with: registry.doomed) {
            all.vary(over: [false, true]) { $0.isKnownToScanner = $1 }
        }
        if case .restore(let place, let label, _) = operation, let past = branch.model[place]?.past {
            let carriers = past.carriers(of: label, at: answered, grace: state.grace)
            all.vary(over: Array(carriers)) { $0.carriers = $1 }
        }
        return all
    }

    /// The sets of files that may have been given up just now: the grace is over, and nobody has told.
    private func possiblyGone(
        _ labels: Set<String>,
        after operation: WorldOperation,
        in branch: Branch
    ) -> [Set<String>] {
        // What is linked stays, until another request takes the link away.
        let candidates = labels.subtracting(branch.model.labels)
        let doubtful = state.doubtful(candidates, removedFrom: sent, at: answered, duringPurge: isPurging)
        // One that is claimed to be managed and is gone has the whole refused, whatever the others are.
        let claimed = doubtful.intersection(operation.claimed(registry))
        return doubtful.subtracting(claimed).subsets + (claimed.isEmpty ? [] : [claimed])
    }
}

extension WorldOperation {
    /// The files that an operation brings to an event, in the belief that the server has them.
    fileprivate func named(in model: WorldModel, _ registry: WorldRegistry) -> Set<String> {
        switch self {
        case .put(_, let document): Set(document.parts.flatMap(\.attachments).compactMap { registry.label($0.uri) })
        case .restore(_, let label, _): [label]
        case .transfer(let source, _, let transfer): transfer.isMove ? [] : model[source]?.labels ?? []
        default: []
        }
    }

    /// The files that calendar data claim to be managed (RFC 8607 §3.11.1, CALDAV:valid-managed-id-parameter).
    func claimed(_ registry: WorldRegistry) -> Set<String> {
        guard case .put(_, let document) = self else { return [] }
        return Set(document.managedIDs.compactMap(registry.label))
    }

    /// The files whose bytes come with an operation and may become attachments.
    fileprivate var brought: Set<String> { takenIn(besides: []).union(file.map { [$0.label] } ?? []) }

    /// The one place that an operation writes to or leaves without an object; of two, where something is brought to.
    var destination: WorldModel.Place? {
        if case .transfer(_, let target, _) = self { target } else { target }
    }

    /// The file that is taken away from everybody.
    var withdrawn: String? {
        if case .withdraw(let label, _) = self { label } else { nil }
    }
}

extension [WorldCircumstances] {
    /// Has each one be there with each of some values.
    fileprivate mutating func vary<Value>(over values: [Value], _ set: (inout WorldCircumstances, Value) -> Void) {
        self = flatMap { circumstances in
            values.map { value in
                var changed = circumstances
                set(&changed, value)
                return changed
            }
        }
    }
}

extension Set {
    /// Every subset, the empty one first.
    fileprivate var subsets: [Set<Element>] {
        reduce(into: [[]]) { sets, element in sets += sets.map { $0.union([element]) } }
    }
}
