package import FoundationEssentials

/// How long recounts are suspended.
package enum RecountSuspension: Hashable, Sendable {
    /// Until an instant.
    case until(Date)
    /// Until somebody lets them go on.
    case untilResumed
}
