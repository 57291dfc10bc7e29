import Subprocess
import SystemPackage

/// `attache dev` with one node, as it is measured: a front and a blob node in one process.
struct AttacheServer: Sendable {
    /// The number of users, and so of connections that each write to a home of their own.
    static let users = 8

    /// The process.
    let process: Int32

    /// The port of the front.
    let frontPort: Int

    /// The public port of the node.
    let nodePort: Int

    /// The internal port of the node.
    let nodeInternalPort: Int

    /// The data directory.
    let data: FilePath

    /// Runs the program for the time of a body.
    ///
    /// - Parameters:
    ///   - programs: Where the program is.
    ///   - directory: What belongs to this run; the data of an earlier run with the same name are used.
    ///   - name: The name of the data directory.
    ///   - download: How the front answers downloads, `redirect` or `stream`.
    ///   - tls: The certificate that the public listeners show, or nil for plain connections.
    ///   - body: What is done while the program runs.
    /// - Returns: What the body returns.
    /// - Throws: ``BenchmarkError``, and what the body throws.
    static func run<Value: Sendable>(
        _ programs: Programs,
        in directory: FilePath,
        named name: String,
        download: String = "redirect",
        tls: SamplePair? = nil,
        _ body: (AttacheServer) async throws -> Value
    ) async throws -> Value {
        let front = try FreePorts.first(of: 4)
        let (node, inner) = (front + 1, front + 2)
        let log = directory.appending("\(name).log")
        let server = ServerProcess(
            name: "attache",
            executable: programs.attache,
            arguments: [
                "dev", "--data", directory.appending(name).string, "--front-port", "\(front)", "--blob-port", "\(node)",
                "--internal-port", "\(inner)", "--demo-users", "\(users)",
            ],
            environment: environment(download: download, tls: tls),
            log: log
        )
        return try await server.run { process in
            let readiness = Readiness(server: "attache", process: process, log: log)
            for port in (tls == nil ? [front, node] : []) + [inner, inner + 1] {
                try await readiness.wait(port: port, for: Request("GET", "/readyz"))
            }
            return try await body(
                AttacheServer(
                    process: process,
                    frontPort: front,
                    nodePort: node,
                    nodeInternalPort: inner + 1,
                    data: directory.appending(name)
                )
            )
        }
    }

    /// The synchronisations of all shards since the start, as the node's metrics tell them.
    ///
    /// - Throws: ``BenchmarkError``.
    func synchronisations() throws -> UInt64 {
        try metric("attache_blob_shard_synchronisations")
    }

    /// Returns the sum of a metric of the node over all shards.
    ///
    /// - Throws: ``BenchmarkError``.
    func metric(_ name: String) throws -> UInt64 {
        let text = try HTTPConnection(port: nodeInternalPort).text(of: Request("GET", "/metrics"))
        return text.split(separator: "\n").filter { $0.hasPrefix(name + "{") }
            .reduce(0) { sum, line in sum + UInt64(line.split(separator: " ").last.flatMap { Double($0) } ?? 0) }
    }

    /// The secret by which the front proves itself to the node.
    ///
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    func frontSecret() throws(BenchmarkError) -> String {
        try NodePut.frontSecret(in: data.appending("secrets").appending("front.secret"))
    }

    /// Returns the name of a user, by the number of a connection.
    static func user(_ connection: Int) -> String { "user0\(connection % users + 1)" }

    /// Limits that nothing here meets, and links that outlive the run.
    private static func environment(download: String, tls: SamplePair?) -> [Environment.Key: String?] {
        [
            "ATTACHE_CONFIG": nil,
            "ATTACHE_ATTACHMENTS_MAX_SIZE": "2GiB",
            "ATTACHE_ATTACHMENTS_MAX_PER_RESOURCE": "10000",
            "ATTACHE_ATTACHMENTS_URL_LIFETIME": "24h",
            "ATTACHE_ATTACHMENTS_DOWNLOAD": download,
            "ATTACHE_QUOTA_BYTES": "1TiB",
            "ATTACHE_PUBLIC_TLS_CERTIFICATE_FILE": tls?.certificate.string,
            "ATTACHE_PUBLIC_TLS_KEY_FILE": tls?.key.string,
        ]
    }
}
