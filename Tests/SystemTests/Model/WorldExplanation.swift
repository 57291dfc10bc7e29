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
    }

    /// Returns everything that the home can look like, each once; nothing where the answers cannot be explained.
    func models(after deeds: [WorldDeed]) -> [WorldModel] {
        var found: [WorldModel] = []
        explain(deeds, from: Branch(model: state.model), isCrowd: deeds.count > 1, into: &found)
        return found
    }

    private func explain(
        _ deeds: [WorldDeed],
        from branch: Branch,
        isCrowd: Bool,
        into found: inout [WorldModel]
    ) {
        if deeds.isEmpty && !found.contains(branch.model) { found.append(branch.model) }
        for index in deeds.indices {
            var rest = deeds
            let deed = rest.remove(at: index)
            for next in branches(after: deed, from: branch, isCrowd: isCrowd) {
                explain(rest, from: next, isCrowd: isCrowd, into: &found)
            }
        }
    }

    private func branches(after deed: WorldDeed, from branch: Branch, isCrowd: Bool) -> [Branch] {
        let outcomes = outcomes(of: deed.wish, in: branch, isCrowd: isCrowd)
        var models: [WorldModel] = []
        for case let model? in outcomes.map(\.model) where !models.contains(model) { models.append(model) }
        let done = models.map { Branch(model: $0, done: branch.done + [deed.wish.operation]) }
        return switch deed.verdict {
        case .done: done
        case .refused(let status): outcomes.contains { $0.isRefused(with: status) } ? [branch] : []
        case .unknown: done + [branch]
        }
    }

    /// Returns all that a request may do, as far as a client can know.
    private func outcomes(of wish: WorldClient.Wish, in branch: Branch, isCrowd: Bool) -> [WorldOutcome] {
        possiblyGone(wish.operation, isCrowd: isCrowd).flatMap { gone in
            // What cannot be stored or scanned now stays in the data, and nobody knows how the services are.
            wish.operation.takenIn(besides: []).subsets.flatMap { staying in
                isCurrent(wish, in: branch).map { isCurrent in
                    WorldPrediction(
                        model: branch.model,
                        registry: registry,
                        gone: state.gone.union(gone),
                        stayingInline: staying
                    ).outcome(of: wish.operation, isCurrent: isCurrent)
                }
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

    /// Every set of files that may have been given up just now: the grace is over, and nobody has told.
    private func possiblyGone(_ operation: WorldOperation, isCrowd: Bool) -> [Set<String>] {
        guard case .put(_, let document) = operation else { return [[]] }
        let labels = Set(document.parts.flatMap(\.attachments).compactMap { registry.label($0.uri) })
        // What is linked stays, unless another request took the link away meanwhile.
        let candidates = isCrowd ? labels : labels.subtracting(state.model.labels)
        return state.doubtful(candidates, removedFrom: sent, at: answered).subsets
    }
}

extension Set {
    /// Every subset, the empty one first.
    fileprivate var subsets: [Set<Element>] {
        reduce(into: [[]]) { sets, element in sets += sets.map { $0.union([element]) } }
    }
}
