package import Logging
package import ServiceLifecycle
package import ServiceSupport

/// Work of the background that comes up again and again, and is looked for by itself.
///
/// Several fronts may look for the same work: what one has done another finds no more.
package protocol PeriodicWork: Service {
    /// The name of the work in the log.
    var workName: String { get }

    /// The longest pause between two looks.
    var longestPause: Duration { get }

    /// What is rung where there may be something to do before the pause is over, or nil.
    var bell: Bell? { get }

    /// The logger of the background.
    var logger: Logger { get }

    /// Does everything that is due now.
    ///
    /// - Returns: What was done, and when there is more.
    /// - Throws: What kept it from being done; the rest is tried at the next look.
    func look() async throws -> PeriodicLook
}

/// What came of a look for work.
package struct PeriodicLook: Hashable, Sendable {
    /// How many things were done.
    package let count: Int

    /// How long there is nothing to do; nil where that is not known.
    package let pause: Duration?

    /// Makes the result of a look.
    package init(count: Int = 0, pause: Duration? = nil) {
        self.count = count
        self.pause = pause
    }
}

extension PeriodicWork {
    /// None: the work is looked for after each pause alone.
    package var bell: Bell? { nil }

    /// Looks until the graceful shutdown, or until the task is cancelled; what is cut off is taken up again.
    package func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await sleep(for: await lookOnce()) }
        }
    }

    /// Looks, and returns how long to pause.
    private func lookOnce() async -> Duration {
        do {
            let found = try await look()
            if found.count > 0 {
                logger.info("background work done", metadata: ["work": "\(workName)", "count": "\(found.count)"])
            }
            return min(found.pause ?? longestPause, longestPause)
        } catch {
            if !Task.isCancelled {
                logger.error("background work failed", metadata: ["work": "\(workName)", "error": "\(error)"])
            }
            return longestPause
        }
    }

    /// Sleeps, or waits for the bell, whichever is first.
    private func sleep(for pause: Duration) async {
        guard let bell else {
            try? await Task.sleep(for: pause)
            return
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: pause) }
            group.addTask { await bell.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
