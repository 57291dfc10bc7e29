package import Logging
import ServiceLifecycle
import UnixSignals

/// Loads a listener's certificate and key again on SIGHUP, and when the files have changed.
///
/// Files are looked at every few seconds: whoever renews them may replace, rewrite, or relink them, on any file system.
/// Between the two writes of a renewal they do not match: the old pair stays until they do.
package struct TLSRenewal: Service {
    private let identity: TLSIdentity
    private let interval: Duration
    private let logger: Logger

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - identity: What to keep up to date.
    ///   - interval: The time between two looks at the files.
    ///   - logger: The background logger.
    package init(_ identity: TLSIdentity, interval: Duration = .seconds(10), logger: Logger) {
        self.identity = identity
        self.interval = interval
        self.logger = logger
    }

    /// Looks after the files until the graceful shutdown of the group, or until the task is cancelled.
    package func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await lookOnSignal() }
                tasks.addTask { await lookRegularly() }
            }
        }
    }

    private func lookOnSignal() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup) { _ = look(after: nil) }
    }

    private func lookRegularly() async {
        var fault: TLSError?
        while (try? await Task.sleep(for: interval)) != nil { fault = look(after: fault) }
    }

    /// Loads what has changed; a fault that was told of already is not told again.
    private func look(after former: TLSError?) -> TLSError? {
        do throws(TLSError) {
            if try identity.reload() {
                logger.notice("certificate renewed", metadata: ["file": "\(identity.files.certificates)"])
            }
            return nil
        } catch {
            guard error != former else { return error }
            logger.error("certificate not renewed; the former one stays", metadata: ["reason": "\(error)"])
            return error
        }
    }
}
