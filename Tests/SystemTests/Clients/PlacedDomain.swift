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

    private let domain: DedupDomain
    private let headers: HTTPHeaders
    private let services: SeparateServices

    /// Finds the node and the shard that have a domain.
    init(_ domain: DedupDomain, of services: SeparateServices) async throws {
        let answer = try await services.http.send(
            .GET,
            services.internalFrontURL + BlobAPI.Operation.shardMap.template,
            ["Authorization": "Bearer \(try Self.secret(of: "blob-1", services))"]
        )
        let map = try APICoding.decode(ShardMap.self, from: answer.body)
        nodeURL = map.node(for: domain).internalURL
        shard = map.shard(for: domain).id
        headers = [
            "Authorization": "Bearer \(try Self.secret(of: "front", services))",
            "Attache-Shard-Map-Epoch": "\(map.epoch)",
        ]
        self.domain = domain
        self.services = services
    }

    /// The position of the node among those of the services.
    var nodeIndex: Int { services.internalNodeURLs.firstIndex(of: nodeURL) ?? 0 }

    /// Stores bytes under a reference of which the front knows nothing.
    func putOrphan(_ bytes: [UInt8]) async throws -> ReferenceID {
        let reference = ReferenceID.random()
        let path = InternalPath.reference(reference, in: domain) + "?limit=\(bytes.count)"
        let answer = try await services.http.send(.PUT, nodeURL + path, headers, body: .bytes(ByteBuffer(bytes: bytes)))
        try #require(answer.status == 201, "\(answer)")
        return reference
    }

    /// Tells whether the node has a reference.
    func has(_ reference: ReferenceID) async throws -> Bool {
        let url = nodeURL + InternalPath.reference(reference, in: domain)
        let status = try await services.http.send(.GET, url, headers).status
        try #require([200, 404].contains(status))
        return status == 200
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
        let place = ["--node-url", nodeURL, "--operator-secret-file", secret, "--shard", shard.text]
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

    private static func secret(of service: String, _ services: SeparateServices) throws -> String {
        let file = ServiceSettings(directory: services.directory).secret(of: service)
        return try PeerSecret(parsing: String(contentsOf: URL(filePath: file.string), encoding: .utf8)).current
    }
}
