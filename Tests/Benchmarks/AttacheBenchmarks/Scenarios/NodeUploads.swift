import BlobAPI
import BlobModel
import Cryptography
import SystemPackage

/// PUT of bodies to the node's internal listener, each under a new reference, beside the upload peer.
struct NodeUploads {
    /// The servers.
    let stage: Stage

    /// The measurements: small bodies of many clients, large ones of one and of four.
    ///
    /// - Throws: ``BenchmarkError``.
    func measurements() throws(BenchmarkError) -> [Measurement] {
        let put = NodePut(secret: try stage.attache.frontSecret())
        return [
            measurement("upload to the node, 1 KiB", put, bytes: 1 << 10, connections: 64, target: nil),
            measurement("upload to the node, 100 MiB", put, bytes: 100 << 20, connections: 1, target: 0.6),
            measurement("upload to the node, 100 MiB", put, bytes: 100 << 20, connections: 4, target: 0.6),
        ]
    }

    private func measurement(
        _ title: String,
        _ put: NodePut,
        bytes: Int,
        connections: Int,
        target: Double?
    ) -> Measurement {
        let subject = workload(port: stage.attache.nodeInternalPort) { connection, serial in
            put.request(serial: serial, domain: connection, bytes: bytes)
        }
        let floor = workload(port: stage.uploadPeer.port) { _, _ in
            Request("POST", "/").carrying(bytes, expecting: 201)
        }
        return Measurement(
            title: title,
            connections: connections,
            bodyBytes: bytes,
            roundTime: bytes > 1 << 20 ? stage.roundTime * 3 : stage.roundTime,
            subject: stage.subject(subject, tellsSynchronisations: true),
            peer: Subject(name: "upload peer", process: stage.uploadPeer.process, workload: floor),
            synchronisationBound: AttachmentAdds.synchronisationBound(bytes),
            throughputTarget: target
        )
    }

    private func workload(
        port: Int,
        _ make: @escaping @Sendable (_ connection: Int, _ serial: Int) -> Request
    ) -> Workload {
        let (bytes, serials) = (stage.bytes, stage.serials)
        return Workload { connection throws(BenchmarkError) in
            try UploadLoop(port: port, bytes: bytes, serials: serials) { make(connection, $0) }
        }
    }
}

/// The requests of a front that stores bodies at a node.
struct NodePut: Sendable {
    /// The node that all benchmarks have.
    static let node = "blob-1"

    /// What the front shows to the node.
    let secret: String

    /// Reads what a front shows to the node.
    ///
    /// - Parameter file: The file with the front's own secret.
    /// - Returns: What the front proves itself by.
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    static func frontSecret(in file: FilePath) throws(BenchmarkError) -> String {
        let text = try SystemText.read(file)
        guard let secret = try? PeerSecret(parsing: text), let node = try? NodeID(validating: node) else {
            throw .unreadable(file)
        }
        return secret.shown(to: node).current
    }

    /// Returns the request for a body under a reference of its own.
    ///
    /// - Parameters:
    ///   - serial: The number of the body.
    ///   - domain: The number of the domain.
    ///   - bytes: The bytes of the body.
    /// - Returns: The request.
    func request(serial: Int, domain: Int, bytes: Int) -> Request {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: serial >> (8 * $0)) }
        let reference = Base32.encode(number + SecureRandom.bytes(8))
        return Request("PUT", "/internal/v1/domains/benchmark-\(domain)/references/\(reference)?limit=\(bytes)")
            .with("Authorization", "Bearer \(secret)")
            .with("Attache-Shard-Map-Epoch", "1")
            .with("Content-Type", "application/octet-stream")
            .carrying(bytes, expecting: 201)
    }
}
