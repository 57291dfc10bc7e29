import Logging
import ServiceSupport

/// Clears calendars and users whose removal was durable and not cleared when the front stopped, or its client went away, or
/// the operator's tool was stopped.
struct CalendarClearingService: PeriodicWork {
    /// The name of the work in the log.
    let workName = "removed calendars"

    /// The pause between two looks: another front may have left something.
    let longestPause = Duration.seconds(60)

    /// What a request rings that left something.
    let bell: Bell?

    /// The logger of the background.
    let logger: Logger

    private let clearing: CalendarClearing

    /// Makes the service, which begins with ``run()``.
    ///
    /// - Parameters:
    ///   - clearing: What clears.
    ///   - bell: What a request rings that left something.
    ///   - logger: The logger of the background.
    init(_ clearing: CalendarClearing, bell: Bell, logger: Logger) {
        self.clearing = clearing
        self.bell = bell
        self.logger = logger
    }

    /// Clears every calendar of which something is left.
    func look() async throws -> PeriodicLook {
        PeriodicLook(count: try await clearing.workOff())
    }
}
