import FoundationEssentials
import Subprocess
import SystemPackage

/// A front and a node as two processes, set up with the operator's tool as its documents say.
struct SeparateServers: Sendable {
    /// The process of the front.
    let frontProcess: Int32

    /// The process of the node.
    let nodeProcess: Int32

    /// The port of the front.
    let frontPort: Int

    /// The public port of the node.
    let nodePort: Int

    /// The internal port of the node.
    let nodeInternalPort: Int

    /// The file with the front's secret.
    let frontSecret: FilePath

    /// Sets the deployment up, and runs it for the time of a body.
    ///
    /// - Throws: ``BenchmarkError``, and what the body throws.
    static func run<Value: Sendable>(
        _ programs: Programs,
        in directory: FilePath,
        _ body: (SeparateServers) async throws -> Value
    ) async throws -> Value {
        let plan = try SeparatePlan(directory: directory.appending("separate"), ports: FreePorts.first(of: 4))
        let digest = try await plan.setUp(programs)
        let front = ServerProcess(
            name: "attache-front",
            executable: try programs.service("attache-front"),
            arguments: [],
            environment: plan.frontSettings,
            log: plan.directory.appending("front.log")
        )
        let node = ServerProcess(
            name: "attache-blob",
            executable: try programs.service("attache-blob"),
            arguments: [],
            environment: plan.nodeSettings(frontDigest: digest),
            log: plan.directory.appending("node.log")
        )
        return try await front.run { frontProcess in
            try await node.run { nodeProcess in
                let servers = SeparateServers(plan, front: frontProcess, node: nodeProcess)
                try await servers.becomeReady(plan)
                return try await body(servers)
            }
        }
    }

    private init(_ plan: SeparatePlan, front: Int32, node: Int32) {
        frontProcess = front
        nodeProcess = node
        frontPort = plan.ports
        nodePort = plan.ports + 1
        nodeInternalPort = plan.ports + 3
        frontSecret = plan.secret(of: "front")
    }

    private func becomeReady(_ plan: SeparatePlan) async throws {
        for (name, process, port) in [("front", frontProcess, frontPort), ("node", nodeProcess, nodePort)] {
            let readiness = Readiness(server: name, process: process, log: plan.directory.appending("\(name).log"))
            try await readiness.wait(port: port, for: Request("GET", "/readyz"))
        }
    }

    /// The ticks of 10 ms that both have spent on processors.
    ///
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    func processorTicks() throws(BenchmarkError) -> UInt64 {
        try ProcessFile(frontProcess).processorTicks() + ProcessFile(nodeProcess).processorTicks()
    }
}

/// Where two services that run apart have their files and ports, and what they are told.
private struct SeparatePlan {
    /// The directory of everything.
    let directory: FilePath

    /// The first of four ports: the front's, the node's, and their internal ones.
    let ports: Int

    init(directory: FilePath, ports: Int) throws {
        self.directory = directory
        self.ports = ports
        for folder in [directory, directory.appending("front"), directory.appending("node")] {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        }
    }

    func secret(of service: String) -> FilePath { directory.appending("\(service).secret") }

    private func url(_ offset: Int) -> String { "http://127.0.0.1:\(ports + offset)" }

    private func address(_ offset: Int) -> String { "127.0.0.1:\(ports + offset)" }

    /// Limits that nothing here meets, and a node whose host clients may put into attachment URIs.
    var frontSettings: [Environment.Key: String?] {
        [
            "ATTACHE_CONFIG": nil,
            "ATTACHE_LOG_LEVEL": "warning",
            "ATTACHE_PUBLIC_URL": url(0),
            "ATTACHE_DATA": directory.appending("front").string,
            "ATTACHE_SERVICE_SECRET_FILE": secret(of: "front").string,
            "ATTACHE_FRONT_LISTEN": address(0),
            "ATTACHE_FRONT_INTERNAL_LISTEN": address(2),
            "ATTACHE_ATTACHMENTS_MAX_SIZE": "2GiB",
            "ATTACHE_ATTACHMENTS_MAX_PER_RESOURCE": "10000",
            "ATTACHE_ATTACHMENTS_SERVER_URL": url(1),
            "ATTACHE_QUOTA_BYTES": "1TiB",
        ]
    }

    func nodeSettings(frontDigest: String) -> [Environment.Key: String?] {
        [
            "ATTACHE_CONFIG": nil,
            "ATTACHE_LOG_LEVEL": "warning",
            "ATTACHE_DATA": directory.appending("node").string,
            "ATTACHE_SERVICE_SECRET_FILE": secret(of: "node").string,
            "ATTACHE_BLOB_NODE_ID": NodePut.node,
            "ATTACHE_BLOB_PUBLIC_URL": url(1),
            "ATTACHE_BLOB_FRONT_URL": url(2),
            "ATTACHE_BLOB_FRONT_DIGEST": frontDigest,
            "ATTACHE_BLOB_LISTEN": address(1),
            "ATTACHE_BLOB_INTERNAL_LISTEN": address(3),
        ]
    }

    /// Makes secrets and users, registers the node, and returns by what the node knows the front.
    func setUp(_ programs: Programs) async throws -> String {
        let tool = OperatorTool(program: programs.attache, settings: frontSettings)
        try await tool.run("secret", "create", "--out", secret(of: "front").string)
        let created = try await tool.run("secret", "create", "--out", secret(of: "node").string)
        try await tool.run(
            "node",
            "add",
            NodePut.node,
            "--internal-url",
            url(3),
            "--public-url",
            url(1),
            "--shards",
            "4",
            "--secret-digest",
            firstLine(created)
        )
        for user in (0..<AttacheServer.users).map(AttacheServer.user) {
            let password = directory.appending("\(user).password")
            try Data(user.utf8).write(to: URL(filePath: password.string))
            try await tool.run("user", "add", user, "--password-file", password.string)
        }
        return firstLine(try await tool.run("secret", "digest", "--node", NodePut.node, secret(of: "front").string))
    }

    private func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? ""
    }
}
