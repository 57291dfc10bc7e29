import NIOCore
import AttachmentStore
import BlobAPI
import BlobModel
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

@Suite struct DownloadAuthorizationTests {
    private static func basic(_ name: String, _ password: String) -> String {
        "Basic \(Data("\(name):\(password)".utf8).base64EncodedString())"
    }

    private func ask(
        _ scene: AttachmentFront,
        _ path: String,
        by node: Int = 0,
        authorization: String? = Self.basic("alice", "alice"),
        from address: String = "192.0.2.7",
        method: String = "GET"
    ) async throws -> TestResponse {
        let question = DownloadAuthorizationRequest(
            path: path,
            authorization: authorization,
            clientAddress: address,
            method: method
        )
        return try await scene.call(
            .post,
            BlobAPI.Operation.authorizeDownload.template,
            [.authorization: scene.deployment.authorization(node), .contentType: APICoding.mediaType],
            body: try APICoding.encode(question)
        )
    }

    private func problem(_ answer: TestResponse) throws -> APIProblem {
        try APICoding.decode(APIProblem.self, from: Array(buffer: answer.body))
    }

    @Test(arguments: ["GET", "HEAD"])
    func `the node that has the domain is told what to serve, without a location`(method: String) async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let position = scene.deployment.position(of: held.holding.domain)
            let answer = try await ask(scene, scene.path(held), by: position, method: method)
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "no-store")
            let leave = try APICoding.decode(DownloadAuthorization.self, from: Array(buffer: answer.body))
            let expected = DownloadAuthorization(
                node: scene.deployment.nodes[position].id,
                domain: held.holding.domain,
                blob: held.attachment.blob,
                size: 23,
                filename: "menu.txt",
                mediaType: "text/plain"
            )
            #expect(leave == expected)
        }
    }

    @Test func `another node is told the signed URL at the node that has the domain`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let position = scene.deployment.position(of: held.holding.domain)
            let answer = try await ask(scene, scene.path(held), by: 1 - position)
            let leave = try APICoding.decode(DownloadAuthorization.self, from: Array(buffer: answer.body))
            let node = scene.deployment.nodes[position]
            #expect(leave.node == node.id)
            let location = try #require(leave.location)
            #expect(location.hasPrefix("\(node.publicURL)/d/v1/\(held.attachment.blob)?"))
            let front = try await scene.front.send("GET", scene.path(held))
            #expect(front.headers[.location] == location)
        }
    }

    @Test func `the last segment selects nothing and may be percent-encoded`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let answer = try await ask(scene, "/attachments/\(held.id)/plan%20b%20%C3%BC.pdf")
            #expect(answer.status == .ok)
        }
    }

    @Test func `without credentials or with wrong ones the answer is the challenge for the client`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            for value in [nil, "Bearer x", "Basic !", Self.basic("alice", "wrong"), Self.basic("nobody", "x")] {
                let answer = try await ask(scene, scene.path(held), authorization: value)
                #expect(answer.status == .unauthorized)
                let problem = try problem(answer)
                #expect(problem.code == .credentialsRequired)
                #expect(problem.challenge == AuthenticationChallenge.basic)
                #expect(answer.headers[.wwwAuthenticate] == AuthenticationChallenge.basic)
            }
        }
    }

    @Test func `a stranger is denied, what is unknown is not found, what is removed is gone with the reason`()
        async throws
    {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let bob = Self.basic("bob", "bob")
            #expect(try problem(try await ask(scene, scene.path(held), authorization: bob)).code == .accessDenied)
            let unknown = "/attachments/\(AttachmentID.random())/x"
            #expect(try problem(try await ask(scene, unknown)).code == .attachmentNotFound)
            try await scene.unlink(held)
            let gone = try problem(try await ask(scene, scene.path(held)))
            #expect(gone.code == .attachmentGone)
            #expect(gone.detail == AttachmentDecision.removedByUser)
            #expect(try problem(try await ask(scene, scene.path(held), authorization: bob)).code == .attachmentNotFound)
        }
    }

    @Test(arguments: ["/", "", "attachments/x/y", "/attachments/%/x", "/attachments/x/../y", "/calendars/alice/"])
    func `a path that is no attachment URI is not found, which the node tells the client`(path: String) async throws {
        try await AttachmentFront.run { scene in
            let answer = try await ask(scene, path)
            #expect(answer.status == .notFound)
            #expect(try problem(answer).code == .attachmentNotFound)
        }
    }

    @Test func `failures are slowed by the client's address, whichever node passes them on`() async throws {
        let policy = AuthenticationPolicy(
            threads: 1,
            waitingCapacity: 8,
            cacheCapacity: 8,
            cacheLifetime: 60,
            byUserAndAddress: Slowing(freeFailures: 2, maximumWait: 300, memory: 3600, capacity: 100),
            byAddress: Slowing(freeFailures: 100, maximumWait: 60, memory: 3600, capacity: 100)
        )
        try await AttachmentFront.run(authentication: policy) { scene in
            let path = scene.path(try await scene.attach())
            let wrong = Self.basic("alice", "wrong")
            for node in [0, 1, 0] {
                let answer = try await ask(scene, path, by: node, authorization: wrong)
                #expect(answer.status == .unauthorized)
            }
            let slowed = try await ask(scene, path, by: 1, authorization: wrong)
            #expect(slowed.status == .tooManyRequests)
            let problem = try problem(slowed)
            #expect(problem.code == .tooManyAttempts)
            let seconds = try #require(problem.retryAfter)
            #expect(slowed.headers[.retryAfter] == String(seconds))
            #expect(try await ask(scene, path, from: "192.0.2.8").status == .ok)
        }
    }

    @Test(arguments: ["", "{}", "[]", #"{"path":"/","clientAddress":"1","method":"PUT"}"#])
    func `a body that is no question is malformed`(body: String) async throws {
        try await AttachmentFront.run { scene in
            let answer = try await scene.call(
                .post,
                BlobAPI.Operation.authorizeDownload.template,
                [.authorization: scene.deployment.authorization(0)],
                body: Array(body.utf8)
            )
            #expect(answer.status == .badRequest)
            #expect(try problem(answer).code == .malformed)
        }
    }

    @Test func `a body without end is malformed`() async throws {
        try await AttachmentFront.run { scene in
            let answer = try await scene.call(
                .post,
                BlobAPI.Operation.authorizeDownload.template,
                [.authorization: scene.deployment.authorization(0)],
                body: Array(repeating: UInt8(ascii: " "), count: 64 << 10)
            )
            #expect(try problem(answer).code == .malformed)
        }
    }
}
