import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarStore
import Cryptography
import DeploymentStore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

/// Who is sent to a node, and who is not.
@Suite struct UploadRedirectTests {
    @Test func `RFC 8607 §3.11.4 with the expectation and a long body POST is 307 to a signed upload URL`() async throws
    {
        try await GrantFront.run { front async throws in
            let response = try await front.post()
            #expect(response.status == .temporaryRedirect)
            #expect(response.headers[.cacheControl] == "no-store")
            #expect(response.body.readableBytes == 0)
            let location = try #require(response.headers[.location])
            let (dependencies, domain) = (front.test.dependencies, try await front.test.domain())
            let node = front.test.deployment.map.node(for: domain)
            #expect(location.hasPrefix(node.publicURL + "/u/v1/"))
            let url = try GrantFront.url(location)
            let keys = try await dependencies.database.read { txn in try dependencies.deployment.keyRing(in: txn) }
            try url.verify(with: keys.derived(for: node.id), now: dependencies.now())
            #expect(url.permit.size == 5 && url.permit.domain == domain)
            let row = try #require(try await front.row(url))
            #expect(row.state == .granted && row.digest == url.permit.grant.hexadecimal)
            #expect(try await front.test.usage() == 0)
            #expect(try await front.test.attachments().map(\.count) == [0])
        }
    }

    @Test func `the URL tells no names and is short`() async throws {
        try await GrantFront.run { front async throws in
            let disposition = "attachment; filename=\"\(String(repeating: "secret", count: 30)).pdf\""
            let response = try await front.post(["Content-Disposition": disposition])
            let location = try #require(response.headers[.location])
            #expect(location.utf8.count < 300)
            #expect(!location.contains("alice") && !location.contains("secret"))
        }
    }

    @Test(
        arguments: [
            ("Hello", [:]), ("Hell", ["Expect": "100-continue"]), ("Hello", ["Expect": "200-ok"]),
        ] as [(String, [String: String])]
    )
    func `RFC 8607 §3.11.4 without the expectation, or below the threshold, it is streamed`(
        _ content: String,
        _ headers: [String: String]
    ) async throws {
        try await GrantFront.run { front async throws in
            #expect(try await front.test.add(content, headers).status == .created)
        }
    }

    @Test func `RFC 9110 §10.1.1 the expectation of a client of HTTP 1.0 is ignored, and its upload streamed`()
        async throws
    {
        try await GrantFront.run(.live) { front async throws in
            let port = try #require(front.test.front.client.port)
            for (version, status) in [("1.1", 307), ("1.0", 201)] {
                try await WaitingClient.connect(to: port) { client in
                    try await client.sendHead(version: version, length: 5)
                    if status == 201 { try await client.send("Hello") }
                    #expect(try await client.status() == status, "HTTP \(version)")
                }
            }
            #expect(try await front.test.usage() == 5)
            #expect(try await front.openGrants(of: "alice") == 1)
        }
    }

    @Test func `without a length it is streamed`() async throws {
        try await GrantFront.run { front async throws in
            let body = EventfulBody {}
            let answer = try await front.test.stream(RequestBody(asyncSequence: body), ["Expect": "100-continue"])
            #expect(answer.status == .created)
        }
    }

    @Test func `with the setting off it is streamed`() async throws {
        try await GrantFront.run(configure: { $0.attachments.upload = .stream }) { front async throws in
            #expect(try await front.post().status == .created)
        }
    }

    @Test func `a client that came over TLS is not sent on in the clear`() async throws {
        try await GrantFront.run { front async throws in
            let (dependencies, map) = (front.test.dependencies, front.test.deployment.map)
            let nodes = map.nodes.map {
                NodeEntry(id: $0.id, internalURL: $0.internalURL, publicURL: "http://\($0.id).example.com")
            }
            let plain = try ShardMap(
                epoch: map.epoch + 1,
                deployment: map.deployment,
                nodes: nodes,
                shards: map.shards,
                slots: map.slots
            )
            try await dependencies.database.write { txn in try dependencies.deployment.setShardMap(plain, in: txn) }
            #expect(try await front.post().status == .created)
        }
    }

    @Test func `a removal is never redirected`() async throws {
        try await GrantFront.run { front async throws in
            let id = try await front.test.added()
            let query = "action=attachment-remove&managed-id=\(id)"
            #expect(try await front.post("Hello", query).status == .unsupportedMediaType)
            #expect(try await front.post("", query).status == .noContent)
        }
    }

    @Test func `RFC 8607 §3.11.4 what is refused is refused here, and nothing is granted`() async throws {
        let configure: (inout FrontConfiguration) -> Void = { configuration in
            configuration.attachments.maximumSize = 8
            configuration.quotaBytes = 7
        }
        try await GrantFront.run(configure: configure) { front async throws in
            let event = AttachmentFront.event
            let cases: [(String, String, String, [String: String], Int)] = [
                ("Hello", event, "action=attachment-add", ["If-Match": "\"other\""], 412),
                ("Hello", event, "action=attachment-add", ["If-Schedule-Tag-Match": "\"a\""], 412),
                ("Hello", "/calendars/alice/calendar/none.ics", "action=attachment-add", [:], 404),
                ("Hello", event, "action=attachment-what", [:], 403),
                ("Hello", event, "action=attachment-update&managed-id=none", [:], 403),
                ("Hello, world", event, "action=attachment-add", [:], 403),
                ("Hello ...", event, "action=attachment-add", [:], 403),
                ("Hello ..", event, "action=attachment-add", [:], 507),
                ("Hello", event, "action=attachment-add", ["Content-Digest": "sha-256=what"], 400),
            ]
            for (content, uri, query, headers, status) in cases {
                let answer = try await front.post(content, to: uri, query, as: "alice", headers)
                #expect(answer.status.code == status, "\(content) \(query) \(headers)")
            }
            #expect(try await front.post("Hello", to: event, as: "bob").status == .forbidden)
            #expect(try await front.openGrants(of: "alice") == 0)
        }
    }

    @Test func `nobody is sent to a node that does not answer`() async throws {
        try await GrantFront.run { front async throws in
            front.test.blobs.fail(with: .unavailable("The node is away."))
            let refused = try await front.post()
            #expect(refused.status == .serviceUnavailable && refused.headers[.retryAfter] == "1")
            #expect(try await front.openGrants(of: "alice") == 0)
            front.test.blobs.fail(with: nil)
            #expect(try await front.post().status == .temporaryRedirect)
        }
    }

    @Test func `fields that are too long for a row are streamed`() async throws {
        try await GrantFront.run { front async throws in
            let disposition = "attachment; filename=a.txt; x=\(String(repeating: "y", count: 8 << 10))"
            #expect(try await front.post(["Content-Disposition": disposition]).status == .created)
        }
    }

    @Test func `what a user with too many uploads open uploads is streamed, until their URLs expire`() async throws {
        try await GrantFront.run { front async throws in
            for _ in 0..<UploadGrantMinter.openLimit { _ = try await front.granted() }
            #expect(try await front.post().status == .created)
            let uri = "/calendars/bob/calendar/e1.ics"
            try await front.test.front.put(uri, SampleEvent.text(), as: "bob")
            #expect(try await front.post("Hello", to: uri, as: "bob").status == .temporaryRedirect)
            front.test.front.clock.advance(by: 600)
            #expect(try await front.post().status == .temporaryRedirect)
        }
    }
}

extension GrantFront {
    fileprivate func post(_ headers: [String: String]) async throws -> TestResponse {
        try await post("Hello", to: AttachmentFront.event, "action=attachment-add", as: "alice", headers)
    }

    fileprivate func post(_ content: String, _ query: String) async throws -> TestResponse {
        try await post(content, to: AttachmentFront.event, query)
    }

    fileprivate func openGrants(of user: String) async throws -> Int {
        let (store, now) = (test.dependencies.attachments, test.dependencies.now())
        let home = try await test.principal(user).home.text
        return try await test.dependencies.database.read { txn in try store.openGrants(of: home, now: now, in: txn) }
    }
}

extension AttachmentFront {
    fileprivate func add(_ content: String, _ headers: [String: String]) async throws -> TestResponse {
        try await add(to: Self.event, content, as: "alice", headers)
    }
}
