import Testing

/// What the server has acknowledged to all clients: the history of every event, as chains of entity tags.
///
/// An edit names the entity tag that it replaces. So two acknowledged edits of the same state are a lost update, and what
/// has to be in the calendar at the end follows from the acknowledgements alone.
actor EditLedger {
    private struct State: Hashable {
        let path: String
        let tag: String
    }

    /// The summary that was put with each state.
    private var summaries: [State: String] = [:]

    /// The states that were replaced or deleted.
    private var ended: Set<State> = []

    /// Notes that an event was made.
    func make(_ path: String, tag: String, summary: String) {
        begin(State(path: path, tag: tag), summary)
    }

    /// Notes that a state was replaced by another.
    func replace(_ path: String, tag old: String, by new: String, summary: String) {
        end(State(path: path, tag: old))
        begin(State(path: path, tag: new), summary)
    }

    /// Notes that an event was found at a place that it was moved to, which may have ended again since.
    func arrive(_ path: String, tag: String, summary: String) {
        summaries[State(path: path, tag: tag)] = summary
    }

    /// Notes that an event was deleted in a state, or moved away.
    func delete(_ path: String, tag: String) {
        end(State(path: path, tag: tag))
    }

    /// The entity tags of the events that have to be there now, by their paths.
    func present() -> [String: String] {
        let living = summaries.keys.filter { !ended.contains($0) }
        return Dictionary(living.map { ($0.path, $0.tag) }) { first, second in
            Issue.record("one path has two states that nobody replaced: \(first) and \(second)")
            return first
        }
    }

    /// Returns the summary that an event has in a state.
    func summary(of path: String, tag: String) -> String? { summaries[State(path: path, tag: tag)] }

    /// How many changes were acknowledged.
    var changes: Int { summaries.count + ended.count }

    private func begin(_ state: State, _ summary: String) {
        let former = summaries.updateValue(summary, forKey: state)
        #expect(former == nil, "an entity tag was given twice: \(state)")
    }

    private func end(_ state: State) {
        // RFC 9110 §13.1.1: If-Match is there "to prevent accidental overwrites when multiple user agents might be acting
        // in parallel on the same resource (i.e., to prevent the 'lost update' problem)".
        let isFirst = ended.insert(state).inserted
        #expect(isFirst, "two changes of the same state were acknowledged: \(state)")
    }
}
