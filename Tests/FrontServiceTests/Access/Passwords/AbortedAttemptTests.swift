import FoundationEssentials
import SQLDatabase
import Synchronization
import Testing

@testable import FrontService

/// Attempts to sign on whose connections are closed before they are answered.
@Suite(.timeLimit(.minutes(3)))
struct AbortedAttemptTests {
    private static let strict = AuthenticationPolicy(
        threads: 1,
        waitingCapacity: 8,
        cacheCapacity: 10,
        cacheLifetime: 60,
        byUserAndAddress: Slowing(freeFailures: 2, maximumWait: 60, memory: 600, capacity: 100),
        byAddress: Slowing(freeFailures: 100, maximumWait: 60, memory: 600, capacity: 100)
    )

    private func basic(_ name: String, _ password: String) -> String {
        "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()
    }

    /// Tries a password in a task that is cancelled as soon as the account was looked up.
    private func abort(_ credentials: String, on test: AttachmentFront, _ interruption: Interruption) async {
        let (authenticator, now) = (test.dependencies.authenticator, test.front.clock.now)
        let (start, key) = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in start { break }
            _ = try await authenticator.authenticate(credentials, from: "192.0.2.1", now: now)
        }
        interruption.arm(at: 2) { task.cancel() }
        key.yield()
        _ = await task.result
        #expect(interruption.disarm() == [.readBegins, .readEnded])
    }

    @Test(arguments: ["alice", "nobody"])
    func `attempts that are broken off count for a name that nobody has as for one that somebody has`(
        name: String
    ) async throws {
        let interruption = Interruption()
        let database: @Sendable (any SQLDatabase) -> any SQLDatabase = { base in
            InterruptingDatabase(base: base, interruption: interruption, shieldsReads: true)
        }
        try await AttachmentFront.run(authentication: Self.strict, database: database) { test in
            for number in 0..<3 { await abort(basic(name, "guess \(number)"), on: test, interruption) }
            let (authenticator, now) = (test.dependencies.authenticator, test.front.clock.now)
            await #expect(throws: AuthenticationError.slowed(retryAfter: 1)) {
                try await authenticator.authenticate(basic(name, "last"), from: "192.0.2.1", now: now)
            }
        }
    }
}
