import FoundationEssentials
import Logging
import ServiceLifecycle
import ServiceSupport
import SystemPackage

/// Loads the keys of the tokens again: from a file when it has changed, from a URL now and then, and when a token names a
/// key that is not known.
///
/// Keys that cannot be loaded leave the former ones in place.
struct TokenKeyRenewal: Service {
    /// The time between two looks.
    struct Pace: Sendable {
        /// The longest time.
        let interval: Duration

        /// The shortest time, however many tokens name unknown keys.
        let pause: Duration

        /// Files are cheap to read.
        static let file = Pace(interval: .seconds(10), pause: .seconds(1))

        /// Another server is spared.
        static let url = Pace(interval: .seconds(900), pause: .seconds(60))

        /// A server that has not given any keys yet is asked sooner.
        static let firstURL = Pace(interval: .seconds(10), pause: .seconds(10))
    }

    private let configuration: TokenConfiguration
    private let keys: TokenKeyRing
    private let logger: Logger

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - configuration: Where the keys come from, and for which algorithms.
    ///   - keys: The ring that is to be kept up to date.
    ///   - logger: The background logger.
    init(_ configuration: TokenConfiguration, keys: TokenKeyRing, logger: Logger) {
        self.configuration = configuration
        self.keys = keys
        self.logger = logger
    }

    /// Keeps the keys up to date until the graceful shutdown, or until the task is cancelled.
    ///
    /// - Throws: The error of closing the connections.
    func run() async throws {
        switch configuration.source {
        case .file(let path):
            await repeatedly { try Self.document(at: path.string) }
        case .url(let url):
            let fetcher = TokenKeyFetcher(url: url)
            await repeatedly { try await fetcher.document() }
            try await fetcher.shutdown()
        }
    }

    /// Loads the keys once.
    ///
    /// - Parameters:
    ///   - former: The fault of the former look, which is not told of again.
    ///   - load: Returns the document.
    /// - Returns: The fault of this look, or nil.
    func look(after former: String?, _ load: () async throws -> String) async -> String? {
        do {
            keys.replace(with: try TokenKeyDocument.keys(in: try await load(), allowing: configuration.algorithms))
            return nil
        } catch {
            let fault = "\(error)"
            if fault != former, !Task.isCancelled {
                logger.error("token keys not loaded; the former ones stay", metadata: ["reason": "\(fault)"])
            }
            return fault
        }
    }

    private func repeatedly(_ load: @escaping @Sendable () async throws -> String) async {
        await cancelWhenGracefulShutdown {
            var fault: String?
            while !Task.isCancelled {
                fault = await look(after: fault, load)
                await wait()
            }
        }
    }

    private var pace: Pace {
        switch configuration.source {
        case .file: .file
        case .url: keys.isEmpty ? .firstURL : .url
        }
    }

    private func wait() async {
        let (pace, bell) = (pace, keys.renewals)
        try? await Task.sleep(for: pace.pause)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: pace.interval - pace.pause) }
            group.addTask { await bell.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private static func document(at path: String) throws -> String {
        let octets = try Data(contentsOf: URL(filePath: path))
        guard octets.count <= TokenKeyDocument.maximumBytes, let text = String(bytes: octets, encoding: .utf8) else {
            throw TokenKeyError.malformed
        }
        return text
    }
}
