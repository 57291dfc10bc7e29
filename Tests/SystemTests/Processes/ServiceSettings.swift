import BlobAPI
import FoundationEssentials
import SystemPackage

/// The settings of services that run apart: the front's in a YAML file, the nodes' in the environment.
struct ServiceSettings {
    /// The directory of everything.
    let directory: FilePath

    /// The most bytes of an attachment, as a setting has it.
    var maximumSize = "20MiB"

    /// The front's settings.
    var frontFile: FilePath { directory.appending("front.yaml") }

    /// Returns the file with a service's secret.
    func secret(of service: String) -> FilePath { directory.appending("\(service).secret") }

    /// Writes the front's settings and makes its data directory.
    func frontFile(ports: (public: Int, internal: Int)) throws -> FilePath {
        let text = """
            public-url: http://127.0.0.1:\(ports.public)
            data: \(directory.appending("front"))
            service:
              secret-file: \(secret(of: "front"))
            front:
              listen: 127.0.0.1:\(ports.public)
              internal-listen: 127.0.0.1:\(ports.internal)
            attachments:
              max-size: \(maximumSize)
              server-url: same-host
            log:
              level: info

            """
        try FileManager.default.createDirectory(
            atPath: directory.appending("front").string,
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(filePath: frontFile.string))
        return frontFile
    }

    /// Reads a service's secret.
    func peerSecret(of service: String) throws -> PeerSecret {
        try PeerSecret(parsing: String(contentsOf: URL(filePath: secret(of: service).string), encoding: .utf8))
    }

    /// Returns a node's settings as variables of the environment.
    func node(
        _ name: String,
        ports: (public: Int, internal: Int),
        front: String,
        digests: (front: String, operator: String)
    ) -> [String: String] {
        [
            "ATTACHE_DATA": directory.appending(name).string,
            "ATTACHE_SERVICE_SECRET_FILE": secret(of: name).string,
            "ATTACHE_INTERNAL_OPERATOR_DIGEST": digests.operator,
            "ATTACHE_BLOB_NODE_ID": name,
            "ATTACHE_BLOB_PUBLIC_URL": "http://127.0.0.1:\(ports.public)",
            "ATTACHE_BLOB_FRONT_URL": front,
            "ATTACHE_BLOB_FRONT_DIGEST": digests.front,
            "ATTACHE_BLOB_LISTEN": "127.0.0.1:\(ports.public)",
            "ATTACHE_BLOB_INTERNAL_LISTEN": "127.0.0.1:\(ports.internal)",
        ]
    }
}
