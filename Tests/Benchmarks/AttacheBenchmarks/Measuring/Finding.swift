/// One figure beside what it is to reach.
struct Finding: Codable, Sendable {
    /// What was measured.
    let what: String

    /// What was found, with its unit.
    let measured: String

    /// What a peer did in the same run, where there is one.
    var peer: String?

    /// What is to be reached.
    let target: String

    /// Whether it was reached.
    let isReached: Bool

    /// Whether the run fails when it is not: for counts, shares, and sizes, which do not depend on the machine's mood.
    var isBinding = false
}
