/// Finds what a home can look like after requests that were under way at the same time.
///
/// Each order of them in which every answer is right explains the answers; where none does, the server did what no order
/// allows.
struct WorldExplanation {
    /// The home before.
    let state: WorldState

    /// What is known of the files.
    let registry: WorldRegistry

    /// When the first request was sent.
    let sent: ContinuousClock.Instant

    /// When the last answer was there, or given up.
    let answered: ContinuousClock.Instant

    /// Some of the requests have been explained so far.
    private struct Branch {
        /// What the home looks like after them.
        var model: WorldModel
        /// What was done.
        var done: [WorldOperation] = []
        /// All requests of the crowd.
        let crowd: [WorldOperation]

        var isPurging: Bool { crowd.contains { if case .purge = $0 { true } else { false } } }
    }

    /// Returns everything that the home can look like, each once; nothing where the answers cannot be explained.
    func models(after deeds: [WorldDeed]) -> [WorldModel] {
        var found: [WorldModel] = []
        explain(deeds, from: Branch(model: state.model, crowd: deeds.map(\.wish.operation)), into: &found)
        return found
    }

    private func explain(_ deeds: [WorldDeed], from branch: Branch, into found: inout [WorldModel]) {
        if deeds.isEmpty && !found.contains(branch.model) { found.append(branch.model) }
        for index in deeds.indices {
            var rest = deeds
            let deed = rest.remove(at: index)
            for next in branches(after: deed, from: branch) { explain(rest, from: next, into: &found) }
        }
    }

    private func branches(after deed: WorldDeed, from branch: Branch) -> [Branch] {
        let outcomes = outcomes(of: deed.wish, in: branch)
        var models: [WorldModel] = []
        for case let model? in outcomes.map(\.model) where !models.contains(model) { models.append(model) }
        let done = models.map { model in
            var next = branch
            next.model = model
            next.done.append(deed.wish.operation)
            return next
        }
        return switch deed.verdict {
        case .done: done
        case .refused(let status): outcomes.contains { $0.isRefused(with: status) } ? [branch] : []
        case .unknown: done + [branch]
        }
    }

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
        guard !branch.done.contains(where: { $0.confuses(place) }) else { return [true, false] }
        return [state.version(at: place) == seen.version && !branch.done.contains { $0.target == place }]
    }

    // MARK: Circumstances

    /// Everything that can be the case around a request, and that nobody has told.
    private func possibleCircumstances(of operation: WorldOperation, in branch: Branch) -> [WorldCircumstances] {
        let named = operation.named(in: branch.model, registry)
        var known = WorldCircumstances(sent: sent, gone: state.gone, withdrawn: state.withdrawn)
        known.withdrawn.formUnion(branch.done.compactMap(\.withdrawn))
        var all = [known]
        all.vary(over: possiblyGone(named, in: branch).subsets) { $0.gone.formUnion($1) }
        all.vary(over: registry.doomed.intersection(named).subtracting(known.withdrawn).subsets) {
            $0.withdrawn.formUnion($1)
        }
        let loose = operation.destination.flatMap { branch.model[$0]?.past.loose } ?? []
        all.vary(over: loose.intersection(named).subsets) { $0.unlinked = $1 }
        // What cannot be stored or scanned now stays in the data, and nobody knows how the services are.
        all.vary(over: operation.takenIn(besides: []).subsets) { $0.stayingInline = $1 }
        if registry.withdrawsInfected { all.vary(over: [false, true]) { $0.isKnownToScanner = $1 } }
        if case .restore(let place, let label, _) = operation, let past = branch.model[place]?.past {
            let carriers = past.carriers(of: label, at: answered, grace: state.grace)
            all.vary(over: Array(carriers)) { $0.carriers = $1 }
        }
        return all
    }

    /// The files that may have been given up just now: the grace is over, and nobody has told.
    private func possiblyGone(_ labels: Set<String>, in branch: Branch) -> Set<String> {
        // What is linked stays, unless another request took the link away meanwhile.
        let candidates = branch.crowd.count > 1 ? labels : labels.subtracting(state.model.labels)
        return state.doubtful(candidates, removedFrom: sent, at: answered, duringPurge: branch.isPurging)
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
