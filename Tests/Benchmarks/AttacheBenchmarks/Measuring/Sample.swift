/// What was measured of a server in one or more rounds.
struct Sample: Sendable {
    /// The nanoseconds that each request took.
    var times: [UInt64] = []

    /// The time that the rounds took together.
    var seconds = 0.0

    /// What the server used.
    var counters = Counters()

    /// Adds another round.
    mutating func add(_ other: Sample) {
        times += other.times
        seconds += other.seconds
        counters.add(other.counters)
    }
}
