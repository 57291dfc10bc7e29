import Logging
import SQLDatabase
import ServiceLifecycle

/// Clears calendars whose removal was durable and not cleared when the front stopped, or its client went away.
///
/// Several fronts may run one each: what one has cleared another finds no more.
struct CalendarClearingService: Service {
    /// The pause between two looks.
    private static let pause = Duration.seconds(60)

    private let clearing: CalendarClearing
    private let logger: Logger

    /// Makes the service, which begins with ``run()``.
    init(_ clearing: CalendarClearing, logger: Logger) {
        self.clearing = clearing
        self.logger = logger
    }

    /// Looks until the graceful shutdown, or until the task is cancelled.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func look() async {
        do {
            let count = try await clearing.workOff()
            if count > 0 { logger.info("removed calendars cleared", metadata: ["calendars": "\(count)"]) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("removed calendars not cleared", metadata: ["error": "\(error)"])
        }
    }
}
