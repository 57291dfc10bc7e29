package import ServiceSupport

extension MaintenancePlan {
    /// The time between two recounts of a shard.
    package static let recountInterval: SettingKey = "recount.interval"

    /// Makes the plan that goes with the settings of a node's shards.
    ///
    /// - Parameters:
    ///   - settings: The settings of the process.
    ///   - shards: What was decided about the shards.
    /// - Throws: `SettingError` with the sentence for the operator.
    package init(_ settings: Settings, shards: ShardSettings) throws(SettingError) {
        self.init()
        recount = try settings.duration(Self.recountInterval, in: .seconds(1)...(.seconds(30 * 86_400))) ?? recount
        scrub = shards.scrubPeriod
        // A grace that is shorter than the usual interval is wished for to see something go.
        collection = max(.seconds(1), min(collection, shards.grace))
    }
}
