/// How failures turn into waits: a few are free, each one more doubles the wait.
struct Slowing: Sendable {
    /// The number of failures without a wait.
    let freeFailures: Int

    /// The longest wait, in seconds.
    let maximumWait: Double

    /// The time without a failure after which a key is forgotten, in seconds.
    let memory: Double

    /// The greatest number of keys that are remembered.
    let capacity: Int
}
