package import FoundationEssentials

extension Shard {
    /// Returns the present, by the shard's clock.
    package func now() -> Date { options.now() }

    /// The time in seconds within which everything must be read once.
    package var scrubPeriod: Double { options.scrubPeriod }
}
