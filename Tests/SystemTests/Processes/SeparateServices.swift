import FoundationEssentials
import Synchronization
import SystemPackage
import Testing

/// A front and two blob nodes as processes of their own, set up with the operator's tool as its documents say.
///
/// A story may begin with one node, and have the second one join later.
final class SeparateServices: Sendable {
    /// A program that can be stopped and started again.
    final class Slot: Sendable {
        private let program: BuiltProgram
        private let arguments: [String]
        private let settings: [String: String]
        private let readiness: String
        /// The file with everything that the program has written.
        let log: FilePath
        private let http: PlainClient
        private let process = Mutex<ProgramProcess?>(nil)

        fileprivate init(
            _ program: BuiltProgram,
            _ arguments: [String],
            settings: [String: String] = [:],
            url: String,
            log: FilePath,
            http: PlainClient
        ) {
            self.program = program
            self.arguments = arguments
            self.settings = settings
            readiness = url + "/readyz"
            self.log = log
            self.http = http
        }

        /// Starts the program.
        func launch() async throws {
            let started = try await ProgramProcess.start(program, arguments, settings: settings, log: log)
            process.withLock { $0 = started }
        }

        /// Starts the program and waits until it is ready.
        func start() async throws {
            try await launch()
            try await becomeReady()
        }

        /// Waits until the program is ready.
        func becomeReady() async throws {
            try await running()?.becomeReady([readiness], as: http)
        }

        /// Stops the program by SIGTERM, and checks that it ends with success.
        func stop() async throws {
            try await running()?.stop()
            process.withLock { $0 = nil }
        }

        /// Ends the program by SIGKILL.
        func crash() async throws {
            try await running()?.crash()
            process.withLock { $0 = nil }
        }

        /// Sends SIGHUP, if the process runs.
        func hangUp() { running()?.hangUp() }

        private func running() -> ProgramProcess? { process.withLock(\.self) }
    }

    /// The directory of everything.
    let directory: FilePath

    /// The public URL of the front.
    let frontURL: String

    /// The internal URL of the front.
    let internalFrontURL: String

    /// The public URLs of the nodes.
    let nodeURLs: [String]

    /// The internal URLs of the nodes.
    let internalNodeURLs: [String]

    /// The front.
    let front: Slot

    /// The nodes.
    let nodes: [Slot]

    /// What sends requests.
    let http: PlainClient

    /// The digests of the nodes' secrets.
    private let digests: [String]

    /// The number of nodes that are there from the start.
    private let initialNodes: Int

    private init(
        directory: FilePath,
        maximumSize: String,
        initialNodes: Int,
        nodeSettings: [String: String],
        http: PlainClient
    ) async throws {
        let ports = try await FreePorts.rows(of: [1, 1, 2, 2])
        self.directory = directory
        self.http = http
        self.initialNodes = initialNodes
        frontURL = "http://127.0.0.1:\(ports[0])"
        internalFrontURL = "http://127.0.0.1:\(ports[1])"
        nodeURLs = (0..<2).map { "http://127.0.0.1:\(ports[2] + $0)" }
        internalNodeURLs = (0..<2).map { "http://127.0.0.1:\(ports[3] + $0)" }
        _ = try await Self.makeSecret("front", in: directory)
        _ = try await Self.makeSecret("operator", in: directory)
        let config = try ServiceSettings(directory: directory, maximumSize: maximumSize).frontFile(
            ports: (ports[0], ports[1])
        )
        let log = directory.appending("attache-front.log")
        front = Slot(.front, ["--config", config.string], url: frontURL, log: log, http: http)
        var (nodes, digests): ([Slot], [String]) = ([], [])
        for index in 0..<2 {
            let name = "blob-\(index + 1)"
            digests.append(try await Self.makeSecret(name, in: directory))
            let settings = ServiceSettings(directory: directory).node(
                name,
                ports: (ports[2] + index, ports[3] + index),
                front: internalFrontURL,
                digests: (
                    try await Self.digest(of: "front", for: name, in: directory),
                    try await Self.digest(of: "operator", for: name, in: directory)
                )
            )
            .merging(nodeSettings) { _, new in new }
            let log = directory.appending("\(name).log")
            nodes.append(Slot(.blob, [], settings: settings, url: nodeURLs[index], log: log, http: http))
        }
        self.nodes = nodes
        self.digests = digests
        for index in 0..<initialNodes { #expect(try await register(index).contains("registered blob-\(index + 1)")) }
    }

    /// Registers a node with two shards, or tries it with more options, and returns what the tool prints.
    @discardableResult
    func register(_ index: Int, _ options: String...) async throws -> String {
        try await attache(
            ["node", "add", "blob-\(index + 1)", "--internal-url", internalNodeURLs[index]]
                + ["--public-url", nodeURLs[index], "--shards", "2", "--secret-digest", digests[index]] + options
        )
    }

    /// Sets everything up, starts it, and stops it after the body; every program must then end with success.
    static func with<Value: Sendable>(
        maximumSize: String = "20MiB",
        initialNodes: Int = 2,
        nodeSettings: @escaping @Sendable (FilePath) -> [String: String] = { _ in [:] },
        _ body: (SeparateServices) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryDirectory { directory in
            try await PlainClient.with { http in
                let services = try await SeparateServices(
                    directory: directory,
                    maximumSize: maximumSize,
                    initialNodes: initialNodes,
                    nodeSettings: nodeSettings(directory),
                    http: http
                )
                return try await services.serve(body)
            }
        }
    }

    private func serve<Value>(_ body: (SeparateServices) async throws -> Value) async throws -> Value {
        let logs = nodes.map(\.log)
        return try await ProgramLogs.during(front.log) {
            try await ProgramLogs.during(logs[0]) {
                try await ProgramLogs.during(logs[1]) { try await startAndServe(body) }
            }
        }
    }

    private func startAndServe<Value>(_ body: (SeparateServices) async throws -> Value) async throws -> Value {
        do {
            let initial = [front] + nodes.prefix(initialNodes)
            for slot in initial { try await slot.launch() }
            for slot in initial { try await slot.becomeReady() }
            let value = try await body(self)
            for slot in [front] + nodes { try await slot.stop() }
            return value
        } catch {
            for slot in [front] + nodes { try? await slot.crash() }
            throw error
        }
    }

    // MARK: The operator

    /// The path of the metadata database.
    var database: FilePath { directory.appending("front/metadata.sqlite") }

    /// Runs the operator's tool on the database, checks that it succeeds, and returns what it prints.
    func attache(_ arguments: String..., input: String = "") async throws -> String {
        try await attache(arguments, input: input)
    }

    /// Runs the operator's tool on the database, checks that it succeeds, and returns what it prints.
    func attache(_ arguments: [String], input: String = "") async throws -> String {
        try await Self.run(arguments, in: directory, input: input)
    }

    private static func run(_ arguments: [String], in directory: FilePath, input: String = "") async throws -> String {
        let place = ["--config", ServiceSettings(directory: directory).frontFile.string]
        let outcome = try await Shell.run(.attache, arguments + place, input: input)
        try #require(outcome.isSuccess, "\(arguments): \(outcome.errors)")
        return outcome.text
    }

    private static func makeSecret(_ name: String, in directory: FilePath) async throws -> String {
        let path = ServiceSettings(directory: directory).secret(of: name)
        let outcome = try await Shell.run(.attache, ["secret", "create", "--out", path.string])
        try #require(outcome.isSuccess, "\(outcome.errors)")
        return outcome.text.split(separator: "\n").first.map(String.init) ?? ""
    }

    /// Returns by what a node knows the front or the operator.
    private static func digest(of peer: String, for node: String, in directory: FilePath) async throws -> String {
        let path = ServiceSettings(directory: directory).secret(of: peer)
        let outcome = try await Shell.run(.attache, ["secret", "digest", "--node", node, path.string])
        try #require(outcome.isSuccess, "\(outcome.errors)")
        return outcome.text.split(separator: "\n").first.map(String.init) ?? ""
    }

    // MARK: Clients

    /// Returns a calendar client.
    func client(as user: String, password: String) -> CalendarClient {
        CalendarClient(base: frontURL, credentials: Credentials(user: user, password: password), http: http)
    }
}
