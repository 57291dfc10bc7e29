/// What one sweep found that nobody holds.
package struct SweepReport: Hashable, Sendable, Codable {
    /// The chunks whose grace begins.
    package var chunks = 0

    /// The manifests whose grace begins.
    package var manifests = 0

    /// The rows by which a manifest or an upload session held a chunk that is not there any more.
    package var staleMembers = 0

    /// Tells whether the sweep came to its end; false when its task was cancelled.
    package var isComplete = false

    /// Makes the report of a sweep that has found nothing.
    package init() {}
}
