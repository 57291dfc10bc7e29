/// One thing that a service needs before it can do its work.
package struct HealthCheck: Sendable {
    /// What a check found.
    package enum Finding: Hashable, Sendable {
        /// It is there.
        case ready
        /// A part of it is missing, and the rest is worth having; the answer names what is missing.
        case degraded([String])
        /// It is not; the reason goes to the log.
        case notReady(String)
    }

    /// The name of the thing, such as `database`.
    package let name: String

    /// Looks; must end soon, as an answer waits for it.
    package let look: @Sendable () async -> Finding

    /// Creates a check.
    package init(_ name: String, look: @escaping @Sendable () async -> Finding) {
        self.name = name
        self.look = look
    }
}
