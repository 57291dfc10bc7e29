import HummingbirdTesting
import HTTPTypes
import CalendarStore
import Cryptography
import FoundationEssentials
import SQLDatabase
import Testing

@testable import FrontService

@Suite struct AuthenticatorTests {
    private func basic(_ name: String, _ password: String) -> String {
        "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()
    }

    private static let strict = AuthenticationPolicy(
        threads: 1,
        waitingCapacity: 8,
        cacheCapacity: 10,
        cacheLifetime: 60,
        byUserAndAddress: Slowing(freeFailures: 2, maximumWait: 60, memory: 600, capacity: 100),
        byAddress: Slowing(freeFailures: 3, maximumWait: 60, memory: 600, capacity: 100)
    )

    @Test func `the right password gives the principal`() async throws {
        try await TestFront.run { front in
            let principal = try await front.dependencies.authenticator
                .authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            #expect(principal.uid.text == "alice")
        }
    }

    @Test func `an unknown user and a wrong password are refused alike`() async throws {
        try await TestFront.run { front in
            for credentials in [basic("alice", "wrong"), basic("nobody", "x"), basic("Not A Name", "x")] {
                await #expect(throws: AuthenticationError.refused) {
                    try await front.dependencies.authenticator
                        .authenticate(credentials, from: "192.0.2.1", now: front.clock.now)
                }
            }
        }
    }

    @Test func `many connections that a client opens at once are no guesses`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            let authenticator = front.dependencies.authenticator
            let (field, now) = (basic("alice", "alice"), front.clock.now)
            let names = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await authenticator.authenticate(field, from: "192.0.2.1", now: now).uid.text }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(names == Array(repeating: "alice", count: 32))
        }
    }

    @Test func `failures are slowed by user and address, the right password included`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            let authenticator = front.dependencies.authenticator
            for _ in 0..<3 {
                await #expect(throws: AuthenticationError.refused) {
                    try await authenticator.authenticate(basic("alice", "x"), from: "192.0.2.1", now: front.clock.now)
                }
            }
            await #expect(throws: AuthenticationError.slowed(retryAfter: 1)) {
                try await authenticator.authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            }
            let elsewhere =
                try await authenticator
                .authenticate(basic("alice", "alice"), from: "192.0.2.2", now: front.clock.now)
            #expect(elsewhere.uid.text == "alice")
            front.clock.advance(by: 1)
            let later =
                try await authenticator
                .authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            #expect(later.uid.text == "alice")
        }
    }

    @Test func `failures are slowed by address over all users, but verified credentials get through`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            let authenticator = front.dependencies.authenticator
            _ = try await authenticator.authenticate(basic("bob", "bob"), from: "192.0.2.1", now: front.clock.now)
            for name in ["u1", "u2", "u3", "u4"] {
                await #expect(throws: AuthenticationError.refused) {
                    try await authenticator.authenticate(basic(name, "x"), from: "192.0.2.1", now: front.clock.now)
                }
            }
            await #expect(throws: AuthenticationError.slowed(retryAfter: 1)) {
                try await authenticator.authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            }
            let known =
                try await authenticator
                .authenticate(basic("bob", "bob"), from: "192.0.2.1", now: front.clock.now)
            #expect(known.uid.text == "bob")
        }
    }

    @Test func `an attempt that is not looked at since its address is slowed counts as no failure`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            let authenticator = front.dependencies.authenticator
            for number in 0..<8 {
                front.clock.advance(by: 60)
                await #expect(throws: AuthenticationError.refused) {
                    try await authenticator
                        .authenticate(basic("u\(number)", "x"), from: "192.0.2.1", now: front.clock.now)
                }
            }
            // The address waits 16 seconds; attempts that counted would by then make alice wait longer.
            for second in 0..<16 {
                await #expect(throws: AuthenticationError.slowed(retryAfter: 16 - second)) {
                    try await authenticator
                        .authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
                }
                front.clock.advance(by: 1)
            }
            let alice =
                try await authenticator
                .authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            #expect(alice.uid.text == "alice")
        }
    }

    @Test func `RFC 4291 §2.5.4 all addresses of one IPv6 network are slowed together`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            let authenticator = front.dependencies.authenticator
            for host in 1...3 {
                await #expect(throws: AuthenticationError.refused) {
                    try await authenticator
                        .authenticate(basic("alice", "x"), from: "2001:db8:0:1::\(host)", now: front.clock.now)
                }
            }
            await #expect(throws: AuthenticationError.slowed(retryAfter: 1)) {
                try await authenticator
                    .authenticate(basic("alice", "alice"), from: "2001:db8:0:1:aaaa::9", now: front.clock.now)
            }
            let elsewhere =
                try await authenticator
                .authenticate(basic("alice", "alice"), from: "2001:db8:0:2::9", now: front.clock.now)
            #expect(elsewhere.uid.text == "alice")
        }
    }

    @Test func `a changed password counts at once, although the old one was verified`() async throws {
        try await TestFront.run { front in
            let dependencies = front.dependencies
            let authenticator = dependencies.authenticator
            let alice =
                try await authenticator
                .authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            let cheap = try #require(ScryptParameters(logCost: 4, blockSize: 8, parallelism: 1))
            let hash = PasswordHash(hashing: "new", parameters: cheap).encoded
            _ = try await dependencies.database.write { txn in
                try dependencies.calendars.setPasswordHash(hash, of: alice.uid, in: txn)
            }
            await #expect(throws: AuthenticationError.refused) {
                try await authenticator.authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            }
            _ = try await authenticator.authenticate(basic("alice", "new"), from: "192.0.2.1", now: front.clock.now)
        }
    }

    @Test func `a removed user is refused at once`() async throws {
        try await TestFront.run { front in
            let dependencies = front.dependencies
            let alice = try await dependencies.authenticator
                .authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            _ = try await dependencies.database.write { txn in
                try dependencies.calendars.removeUser(alice.uid, now: dependencies.now(), in: txn)
            }
            await #expect(throws: AuthenticationError.refused) {
                try await dependencies.authenticator
                    .authenticate(basic("alice", "alice"), from: "192.0.2.1", now: front.clock.now)
            }
        }
    }

    @Test func `over HTTP a wrong password is 401 with a challenge and many are 429 with Retry-After`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            for _ in 0..<3 {
                let response = try await front.send("GET", "/calendars/alice/calendar/x.ics", password: "wrong")
                #expect(response.status == .unauthorized)
                #expect(response.headers[.wwwAuthenticate] == AuthenticationChallenge.basic)
            }
            let slowed = try await front.send("GET", "/calendars/alice/calendar/x.ics", password: "wrong")
            #expect(slowed.status == .tooManyRequests)
            #expect(slowed.headers[.retryAfter] == "1")
        }
    }

    @Test func `when too many passwords wait it is 503, which counts as no failure`() async throws {
        let full = AuthenticationPolicy(
            threads: 1,
            waitingCapacity: 0,
            cacheCapacity: 10,
            cacheLifetime: 60,
            byUserAndAddress: Self.strict.byUserAndAddress,
            byAddress: Self.strict.byAddress
        )
        try await TestFront.run(authentication: full) { front in
            for _ in 0..<20 {
                let response = try await front.send("GET", "/calendars/alice/calendar/x.ics")
                #expect(response.status == .serviceUnavailable)
                #expect(response.headers[.retryAfter] == "1")
            }
        }
    }

    @Test func `attempts made at the same time count before their passwords are looked at`() async throws {
        try await TestFront.run(authentication: Self.strict) { front in
            let statuses = try await statuses(of: (0..<8).map { "wrong \($0)" }, front)
            #expect(statuses.filter { $0 == 401 }.count == 3)
            #expect(statuses.filter { $0 == 429 }.count == 5)
        }
    }

    /// Sends requests with passwords at the same time.
    private func statuses(of passwords: [String], _ front: TestFront) async throws -> [Int] {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for password in passwords {
                group.addTask {
                    try await front.send("GET", "/calendars/alice/calendar/x.ics", password: password).status.code
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
