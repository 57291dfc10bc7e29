/// What is known of the steps of a script: which began, which were acknowledged, and what was answered.
struct StepProgress: Sendable {
    /// The positions of the steps that were begun.
    private(set) var begun: Set<Int> = []
    /// The positions of those that were acknowledged.
    private(set) var acknowledged: Set<Int> = []
    /// How far the upload sessions were that steps used, by the steps' positions.
    private(set) var sessions: [Int: SessionMark] = [:]

    /// Takes a note into account.
    mutating func note(_ note: StepNote) {
        switch note.kind {
        case .begun: begun.insert(note.step)
        case .acknowledged:
            acknowledged.insert(note.step)
            sessions[note.step] = note.session
        }
    }

    /// Returns how far a step is.
    func standing(of position: Int) -> StepStanding {
        if acknowledged.contains(position) { return .acknowledged(sessions[position]) }
        return begun.contains(position) ? .begun : .waiting
    }
}

/// How far a step is.
enum StepStanding: Hashable, Sendable {
    /// It has not begun.
    case waiting
    /// It has begun: its effect may be there.
    case begun
    /// It was acknowledged, with this answer about its upload session: its effect must be there.
    case acknowledged(SessionMark?)

    /// Whether it was acknowledged.
    var isAcknowledged: Bool {
        guard case .acknowledged = self else { return false }
        return true
    }
}
