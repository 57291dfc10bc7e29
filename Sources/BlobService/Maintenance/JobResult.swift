import FoundationEssentials

/// What a run of a job brought.
struct JobResult: Sendable {
    /// When a job is due after a run that succeeded.
    enum Next: Sendable {
        /// After the job's interval.
        case afterInterval
        /// At an instant.
        case at(Date)
    }

    /// What the run did, as a sentence.
    let sentence: String

    /// The damage that it found, in places.
    var findings: UInt64 = 0

    /// What the operator has to decide before the job can do its work, as a sentence; nil for nothing.
    var held: String?

    /// When the job is due next.
    var next = Next.afterInterval

    /// Creates a result.
    init(_ sentence: String) {
        self.sentence = sentence
    }
}
