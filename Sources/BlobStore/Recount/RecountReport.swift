package import FoundationEssentials

/// What one recount did.
package struct RecountReport: Hashable, Sendable {
    /// How a recount ended.
    package enum Outcome: Hashable, Sendable {
        /// Every reference was asked about, and what was missed twice is released.
        case complete
        /// Nothing was released: what was missed twice is more than a recount may release by itself.
        case held
        /// Nothing was asked: the references are too young, and a later recount asks about them.
        case tooEarly(until: Date)
    }

    /// How the recount ended.
    package let outcome: Outcome

    /// What the pass counted.
    package let counts: RecountCounts
}
