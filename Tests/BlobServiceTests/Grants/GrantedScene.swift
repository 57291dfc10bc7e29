import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Cryptography
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import BlobService

/// A node and a front that has granted one upload of five bytes there.
struct GrantedScene {
    /// The node, with its store and its stub of a front.
    let scene: NodeScene

    /// What is granted.
    let permit: UploadPermit

    /// The attachment that the front answers with.
    static let added = RelayedAnswer(
        status: .created,
        fields: [.location: "https://front.example/attachments/a/b.pdf", .eTag: "\"7\""]
    )

    /// Grants an upload, which the front takes.
    init() throws {
        scene = try NodeScene()
        permit = UploadPermit(
            domain: scene.domain,
            reference: .random(),
            size: 5,
            grant: try #require(SHA256Digest(bytes: [UInt8](0..<32)))
        )
        allow(.success(.given(GrantOpening(size: 5))))
        end(with: .success(Self.answer(Self.added)))
    }

    /// Chooses what the front says before the body.
    func allow(_ leaves: Result<FrontClient.Leave, FrontClientError>...) {
        scene.front.leaves.withLock { $0 = leaves }
    }

    /// Chooses what the front says after the body.
    func end(with words: Result<FrontClient.Relayed, FrontClientError>...) {
        scene.front.lastWords.withLock { $0 = words }
    }

    /// Makes an answer of the front.
    static func answer(_ head: RelayedAnswer, _ body: String = "") -> FrontClient.Relayed {
        FrontClient.Relayed(head: head, body: .bytes(Array(body.utf8)), length: body.utf8.count)
    }

    /// The signed URL.
    var url: String {
        SignedUpload.mint(permit, with: scene.roots.derived(for: scene.node), now: NodeScene.now).pathAndQuery
    }

    /// The references that the store has for the home.
    var references: Set<ReferenceID> { Set(scene.storage.base.references(in: scene.domain)) }

    /// Sends the request some times to one public listener, one after the other.
    func send(times count: Int) async throws -> [TestResponse] {
        let routes = NodeRoutes(node: scene.access, configuration: scene.configuration)
        return try await Application(router: routes.publicRouter()).test(.router) { client in
            var responses: [TestResponse] = []
            for _ in 0..<count {
                responses.append(
                    try await client.executeRequest(
                        uri: url,
                        method: .post,
                        headers: [.contentLength: "5"],
                        body: ByteBuffer(string: "Hello")
                    )
                )
            }
            return responses
        }
    }

    /// Sends a request to the public listener, without a socket.
    func send(
        _ body: String = "Hello",
        to uri: String? = nil,
        _ method: HTTPRequest.Method = .post,
        _ fields: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.contentLength: String(body.utf8.count)]
        for field in fields { headers[field.name] = field.value }
        var routes = NodeRoutes(node: scene.access, configuration: scene.configuration)
        routes.grantPatience.firstPause = .milliseconds(1)
        routes.grantPatience.renewalPause = .milliseconds(1)
        return try await Application(router: routes.publicRouter()).test(.router) { [headers] client in
            try await client.executeRequest(
                uri: uri ?? url,
                method: method,
                headers: headers,
                body: ByteBuffer(string: body)
            )
        }
    }
}
