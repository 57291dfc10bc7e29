import Logging
import Metrics

/// Notes the answers that a listener's connections give by themselves.
struct RefusalReport: Sendable {
    /// What the listener is for.
    let listener: String

    /// The listener's logger.
    let logger: Logger

    /// Counts a refusal and logs it.
    func callAsFunction(_ refusal: Refusal) {
        let labels = [("listener", listener), ("code", refusal.code)]
        Counter(label: MetricName.refusals, dimensions: labels).increment()
        logger.debug("request refused by its connection", metadata: ["code": "\(refusal.code)"])
    }
}
