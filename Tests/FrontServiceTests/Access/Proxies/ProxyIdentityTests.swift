import HummingbirdTesting
import CalendarStore
import HTTPTypes
import NIOCore
import ServiceSupport
import Testing

@testable import FrontService

@Suite struct ProxyIdentityTests {
    private let field: HTTPField.Name
    private let identity: ProxyIdentity

    init() throws {
        field = try #require(HTTPField.Name("X-Remote-User"))
        identity = ProxyIdentity(field: field, proxies: try #require(AddressRange.list("192.0.2.0/28, 2001:db8::1")))
    }

    private func user(_ names: [String], from address: String) throws -> String? {
        var fields = HTTPFields()
        for name in names { fields.append(HTTPField(name: field, value: name)) }
        return try identity.user(in: fields, from: try SocketAddress(ipAddress: address, port: 4711))?.text
    }

    @Test(arguments: ["192.0.2.1", "192.0.2.15", "2001:db8::1", "::ffff:192.0.2.1"])
    func `a trusted proxy names the user`(address: String) throws {
        #expect(try user(["alice"], from: address) == "alice")
    }

    @Test(arguments: ["192.0.2.16", "127.0.0.1", "2001:db8::2", "::1"])
    func `from anybody else the field is dropped, whatever it says`(address: String) throws {
        #expect(try user(["alice"], from: address) == nil)
        #expect(try user(["alice", "Not A Name"], from: address) == nil)
    }

    @Test func `without the far end of a connection nobody is trusted`() throws {
        #expect(try identity.user(in: [field: "alice"], from: nil) == nil)
    }

    @Test func `a proxy that names nobody leaves the credentials to the request`() throws {
        #expect(try user([], from: "192.0.2.1") == nil)
        #expect(try user([""], from: "192.0.2.1") == nil)
    }

    @Test func `two names are refused, as one may be the client's, and so is what no user can be called`() throws {
        #expect(throws: AuthenticationError.malformed) { try user(["alice", "alice"], from: "192.0.2.1") }
        for name in ["Alice", "alice, bob", "alice@example.com", "(null)"] {
            #expect(throws: AuthenticationError.refused) { try user([name], from: "192.0.2.1") }
        }
    }
}

/// The field over real connections, which come from this host.
@Suite struct ProxyUserTests {
    private func proxy(_ addresses: String) throws -> ProxyIdentity {
        ProxyIdentity(
            field: try #require(HTTPField.Name("X-Remote-User")),
            proxies: try #require(AddressRange.list(addresses))
        )
    }

    private func status(_ front: TestFront, _ user: String?, _ headers: [String: String]) async throws -> Int {
        let headers = headers.merging(["Depth": "0"]) { $1 }
        return try await front.send("PROPFIND", "/calendars/alice/", as: user, headers).status.code
    }

    @Test func `a proxy on this host opens the account of whom it names, and of nobody else`() async throws {
        let proxy = try proxy("127.0.0.1, ::1")
        try await TestFront.run(.live, configure: { $0.access.proxy = proxy }) { front async throws in
            #expect(try await status(front, nil, ["X-Remote-User": "alice"]) == 207)
            #expect(try await status(front, nil, ["X-Remote-User": "bob"]) == 403)
            #expect(try await status(front, nil, ["X-Remote-User": "nobody"]) == 401)
            #expect(try await status(front, nil, [:]) == 401)
            #expect(try await status(front, "alice", [:]) == 207)
            // The proxy's word counts, not what the client sent to be somebody else.
            #expect(try await status(front, "alice", ["X-Remote-User": "bob"]) == 403)
        }
    }

    @Test func `the field of a client that is no trusted proxy opens nothing`() async throws {
        let proxy = try proxy("192.0.2.1")
        try await TestFront.run(.live, configure: { $0.access.proxy = proxy }) { front async throws in
            #expect(try await status(front, nil, ["X-Remote-User": "alice"]) == 401)
            // Nor does it help to say that one comes from there.
            let forged = ["X-Remote-User": "alice", "X-Forwarded-For": "192.0.2.1"]
            #expect(try await status(front, nil, forged) == 401)
        }
    }

    @Test func `the field is off unless it is set`() async throws {
        try await TestFront.run(.live) { front async throws in
            #expect(try await status(front, nil, ["X-Remote-User": "alice"]) == 401)
        }
    }
}
