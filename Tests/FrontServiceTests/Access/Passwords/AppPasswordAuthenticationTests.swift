import CalendarStore
import FoundationEssentials
import SQLDatabase
import Testing

@testable import FrontService

@Suite struct AppPasswordAuthenticationTests {
    private static let strict = AuthenticationPolicy(
        threads: 1,
        waitingCapacity: 8,
        cacheCapacity: 10,
        cacheLifetime: 60,
        byUserAndAddress: Slowing(freeFailures: 2, maximumWait: 60, memory: 600, capacity: 100),
        byAddress: Slowing(freeFailures: 3, maximumWait: 60, memory: 600, capacity: 100)
    )

    private func basic(_ name: String, _ password: String) -> String {
        "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()
    }

    /// Gives a user an app password.
    private func add(
        to name: String,
        expires: Date? = nil,
        _ front: TestFront
    ) async throws -> (text: String, id: CredentialID) {
        let (store, now, password) = (front.dependencies.calendars, front.clock.now, AppPassword.random())
        let uid = try #require(UserID(parsing: name))
        let label = "device \(password.verifier.suffix(8))"
        let new = NewCredential(kind: .appPassword, label: label, verifier: password.verifier, expires: expires)
        let id = try await front.dependencies.database.write { txn in
            try store.addCredential(new, to: uid, now: now, in: txn).id
        }
        return (password.text, id)
    }

    private func credential(_ id: CredentialID, _ front: TestFront) async throws -> Credential? {
        let store = front.dependencies.calendars
        return try await front.dependencies.database.read { txn in try store.credential(id, in: txn) }
    }

    private func user(_ name: String, _ password: String, _ front: TestFront) async throws -> String {
        try await front.dependencies.authenticator
            .authenticate(basic(name, password), from: "192.0.2.1", now: front.clock.now).uid.text
    }

    @Test func `an app password opens its user's account and no other`() async throws {
        try await TestFront.run { front in
            let password = try await add(to: "alice", front).text
            #expect(try await user("alice", password, front) == "alice")
            #expect(try await user("alice", "alice", front) == "alice")
            await #expect(throws: AuthenticationError.refused) { try await user("bob", password, front) }
        }
    }

    @Test func `a removed one is refused at once, and one that has expired`() async throws {
        try await TestFront.run { front in
            let (store, password) = (front.dependencies.calendars, try await add(to: "alice", front))
            #expect(try await user("alice", password.text, front) == "alice")
            _ = try await front.dependencies.database.write { txn in
                try store.removeCredential(password.id, in: txn)
            }
            await #expect(throws: AuthenticationError.refused) { try await user("alice", password.text, front) }
            let short = try await add(to: "alice", expires: front.clock.now.addingTimeInterval(60), front).text
            #expect(try await user("alice", short, front) == "alice")
            front.clock.advance(by: 60)
            await #expect(throws: AuthenticationError.refused) { try await user("alice", short, front) }
        }
    }

    @Test func `the day of the last use is written down once`() async throws {
        try await TestFront.run { front in
            let password = try await add(to: "alice", front)
            #expect(try await credential(password.id, front)?.lastUsed == nil)
            _ = try await user("alice", password.text, front)
            let first = front.clock.now
            #expect(try await credential(password.id, front)?.lastUsed == first)
            // The clock of tests begins at 22:13 UTC.
            front.clock.advance(by: 3600)
            _ = try await user("alice", password.text, front)
            #expect(try await credential(password.id, front)?.lastUsed == first)
            front.clock.advance(by: 3600)
            _ = try await user("alice", password.text, front)
            #expect(try await credential(password.id, front)?.lastUsed == front.clock.now)
        }
    }

    @Test func `a right one gets through while failures of its user are slowed, and ends that`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            let password = try await add(to: "alice", front).text
            for _ in 0..<3 {
                await #expect(throws: AuthenticationError.refused) { try await user("alice", "wrong", front) }
            }
            await #expect(throws: AuthenticationError.slowed(retryAfter: 1)) {
                try await user("alice", "alice", front)
            }
            #expect(try await user("alice", password, front) == "alice")
            #expect(try await user("alice", "alice", front) == "alice")
        }
    }

    @Test func `a wrong one is a failure like another`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            for _ in 0..<3 {
                let wrong = AppPassword.random().text
                await #expect(throws: AuthenticationError.refused) { try await user("alice", wrong, front) }
            }
            await #expect(throws: AuthenticationError.slowed(retryAfter: 1)) {
                try await user("alice", "alice", front)
            }
        }
    }

    @Test
    func `where app passwords alone are taken the user's own is refused, and where none are there is no credential`()
        async throws
    {
        try await TestFront.run(configure: { $0.access.passwords = .app }) { front in
            let password = try await add(to: "alice", front).text
            #expect(try await user("alice", password, front) == "alice")
            await #expect(throws: AuthenticationError.refused) { try await user("alice", "alice", front) }
        }
        try await TestFront.run(configure: { $0.access.passwords = .off }) { front in
            let password = try await add(to: "alice", front).text
            await #expect(throws: AuthenticationError.credentialsMissing) {
                try await user("alice", password, front)
            }
        }
    }
}
