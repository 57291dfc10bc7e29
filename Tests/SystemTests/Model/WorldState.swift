/// What is known of a home: what it looks like, and as much of what came before as matters.
struct WorldState: Sendable {
    /// What it looks like.
    private(set) var model: WorldModel

    /// The files that are known to be beyond their grace.
    private(set) var gone: Set<String> = []

    private let grace: Duration
    private var versions: [WorldModel.Place: Int] = [:]

    /// When the request was sent that took the last link of a file away.
    private var removals: [String: ContinuousClock.Instant] = [:]

    /// Makes the state of a home without a past.
    init(_ model: WorldModel, grace: Duration) {
        self.model = model
        self.grace = grace
    }

    /// Returns the number of the state that a place is in.
    func version(at place: WorldModel.Place) -> Int { versions[place, default: 0] }

    /// Returns those of some files that may be beyond their grace at a moment, and nobody has told.
    ///
    /// - Parameters:
    ///   - labels: The files.
    ///   - sent: When the requests were sent that may have removed files just now.
    ///   - instant: The moment.
    /// - Returns: The labels of the files.
    func doubtful(
        _ labels: Set<String>,
        removedFrom sent: ContinuousClock.Instant,
        at instant: ContinuousClock.Instant
    ) -> Set<String> {
        labels.subtracting(gone).filter { (removals[$0] ?? sent).duration(to: instant) >= grace }
    }

    /// Takes a new state on.
    ///
    /// - Parameters:
    ///   - after: What the home looks like now.
    ///   - touched: Places that were written to, though they may look the same.
    ///   - sent: When the requests were sent that brought it there.
    mutating func become(_ after: WorldModel, touching touched: [WorldModel.Place], sent: ContinuousClock.Instant) {
        for place in Set(model.places + after.places + touched)
        where model[place] != after[place] || touched.contains(place) {
            versions[place, default: 0] += 1
        }
        for label in model.labels.subtracting(after.labels) { removals[label] = sent }
        for label in after.labels { removals[label] = nil }
        gone.formUnion(after.files.filter { $0.kind == .plain }.map(\.label))
        model = after
    }
}
