/// What is known of a home: what it looks like, and as much of what came before as matters.
struct WorldState: Sendable {
    /// What it looks like.
    private(set) var model: WorldModel

    /// The files that are known to be beyond their grace.
    private(set) var gone: Set<String> = []

    /// The files that are known to be taken away from everybody.
    private(set) var withdrawn: Set<String> = []

    /// For how long a removed file can come back.
    let grace: Duration

    private var versions: [WorldModel.Place: Int] = [:]

    /// When the request was sent that took the last link of a file away.
    private var removals: [String: ContinuousClock.Instant] = [:]

    /// When the operator last ended the grace of all that was removed.
    private var purged: ContinuousClock.Instant?

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
    ///   - isPurging: Whether the operator may have ended the grace of what was removed just now.
    /// - Returns: The labels of the files.
    func doubtful(
        _ labels: Set<String>,
        removedFrom sent: ContinuousClock.Instant,
        at instant: ContinuousClock.Instant,
        duringPurge isPurging: Bool = false
    ) -> Set<String> {
        labels.subtracting(gone).filter { label in
            let removed = removals[label] ?? sent
            return isPurging || removed.duration(to: instant) >= grace || purged.map { removed <= $0 } ?? false
        }
    }

    /// Takes a new state on.
    ///
    /// - Parameters:
    ///   - after: What the home looks like now.
    ///   - touched: Places that were written to, though they may look the same.
    ///   - doomed: Files that a scanner takes away sooner or later, of which nobody knows why they are not there.
    ///   - sent: When the requests were sent that brought it there.
    mutating func become(
        _ after: WorldModel,
        touching touched: [WorldModel.Place],
        doomed: Set<String>,
        sent: ContinuousClock.Instant
    ) {
        for place in Set(model.places + after.places + touched)
        where model[place] != after[place] || touched.contains(place) {
            versions[place, default: 0] += 1
        }
        for label in model.labels.subtracting(after.labels) { removals[label] = sent }
        for label in after.labels { removals[label] = nil }
        let plain = Set(after.files.filter { $0.kind == .plain }.map(\.label))
        gone.formUnion(plain.subtracting(withdrawn).subtracting(doomed))
        model = after
    }

    /// Notes that a file was taken away from everybody.
    mutating func withdraw(_ label: String) { withdrawn.insert(label) }

    /// Notes that the grace of all that was removed has ended at an instant.
    mutating func purge(at instant: ContinuousClock.Instant) { purged = instant }
}
