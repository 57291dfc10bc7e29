import AsyncHTTPClient
import BlobAPI
import BlobModel
import FoundationEssentials
import NIOCore
import NIOHTTP1
import SystemPackage
import Testing

/// A domain at its node, as the front and the operator reach it at the node's internal listener.
struct PlacedDomain {
    /// The URL of the node's internal listener.
    let nodeURL: String
    /// The shard that has the domain.
    let shard: ShardID

    private let node: NodeID
    private let domain: DedupDomain
    private let headers: HTTPHeaders
    private let services: SeparateServices

    /// Finds the node and the shard that have a domain.
    init(_ domain: DedupDomain, of services: SeparateServices) async throws {
        let settings = ServiceSettings(directory: services.directory)
        let answer = try await services.http.send(
            .GET,
            services.internalFrontURL + BlobAPI.Operation.shardMap.template,
            ["Authorization": "Bearer \(try settings.peerSecret(of: "blob-1").current)"]
        )
        let map = try APICoding.decode(ShardMap.self, from: answer.body)
        node = map.node(for: domain).id
        nodeURL = map.node(for: domain).internalURL
        shard = map.shard(for: domain).id
        headers = [
            "Authorization": "Bearer \(try settings.peerSecret(of: "front").shown(to: node).current)",
            "Attache-Shard-Map-Epoch": "\(map.epoch)",
        ]
        self.domain = domain
        self.services = services
    }

    /// The position of the node among those of the services.
    var nodeIndex: Int { services.internalNodeURLs.firstIndex(of: nodeURL) ?? 0 }

    /// Stores bytes under a reference of which the front knows nothing, as when it died before it could commit.
    func putOrphan(_ bytes: [UInt8]) async throws -> ReferenceID {
        let reference = ReferenceID.random()
        let path = InternalPath.reference(reference, in: domain) + "?limit=\(bytes.count)"
        let answer = try await services.http.send(.PUT, nodeURL + path, headers, body: .bytes(ByteBuffer(bytes: bytes)))
        try #require(answer.status == 201, "\(answer)")
        return reference
    }

    /// Has the node release a reference, of which the front is not told.
    func release(_ reference: ReferenceID) async throws {
        let path = InternalPath.reference(reference, in: domain)
        let answer = try await services.http.send(.DELETE, nodeURL + path, headers)
        try #require((200..<300).contains(answer.status), "\(answer)")
    }

    /// Tells whether the node has a reference.
    func has(_ reference: ReferenceID) async throws -> Bool {
        let status = try await status(of: InternalPath.reference(reference, in: domain))
        try #require([200, 404].contains(status))
        return status == 200
    }

    /// Tells whether the node has collected a blob, as it says for some time.
    func hasCollected(_ blob: ContentID) async throws -> Bool {
        try await status(of: InternalPath.description(of: blob, in: domain)) == 410
    }

    private func status(of path: String) async throws -> Int {
        try await services.http.send(.GET, nodeURL + path, headers).status
    }

    /// Has the node recount the shard, as an operator does, again and again until some words are said.
    ///
    /// - Parameters:
    ///   - more: More options of the command.
    ///   - words: Words of the answer; another one comes while references are too young, for example.
    /// - Returns: The last outcome.
    /// - Throws: ``ProgramError/waitedInVain(_:)`` when the words do not come in time.
    func recount(_ more: String..., until words: String) async throws -> Shell.Outcome {
        let secret = ServiceSettings(directory: services.directory).secret(of: "operator").string
        let place =
            ["--node", node.text, "--node-url", nodeURL, "--operator-secret-file", secret, "--shard", shard.text]
        var last: Shell.Outcome?
        let isSaid = try await eventually(within: .seconds(60), every: .milliseconds(1_100)) {
            let outcome = try await Shell.run(.attache, ["shard", "recount"] + place + more)
            last = outcome
            return (outcome.text + outcome.errors).contains(words)
        }
        guard isSaid, let last else { throw ProgramError.waitedInVain("“\(words)” of a recount: \(last as Any)") }
        return last
    }

    /// The lines of the node's metrics.
    func metrics() async throws -> String {
        try await services.http.send(.GET, nodeURL + "/metrics").text
    }
}
