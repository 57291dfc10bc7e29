import FoundationEssentials
import Subprocess
import Synchronization
import SystemPackage
import Testing

/// `attache dev` as a process on data of its own, which can be stopped, killed and started again.
final class DevServer: Sendable {
    /// What a story wants of the server.
    struct Options: Sendable {
        /// The number of blob nodes.
        var nodes = 1
        /// The number of numbered users.
        var demoUsers = 0
        /// Settings beside the options, as variables of the environment.
        var settings: [String: String] = [:]
    }

    /// The URL of the front.
    let frontURL: String

    /// The public URLs of the nodes, in their order.
    let nodeURLs: [String]

    /// The URLs of the nodes' internal listeners, in their order.
    let nodeInternalURLs: [String]

    /// The data directory.
    let data: FilePath

    private let arguments: [String]
    private let settings: [String: String]
    private let log: FilePath
    private let http: PlainClient
    private let process = Mutex<ProgramProcess?>(nil)

    private init(_ options: Options, directory: FilePath, http: PlainClient) async throws {
        let ports = try await FreePorts.rows(of: [1, options.nodes, options.nodes + 1])
        frontURL = "http://127.0.0.1:\(ports[0])"
        nodeURLs = (0..<options.nodes).map { "http://127.0.0.1:\(ports[1] + $0)" }
        nodeInternalURLs = (1...options.nodes).map { "http://127.0.0.1:\(ports[2] + $0)" }
        data = directory.appending("data")
        log = directory.appending("attache-dev.log")
        arguments = [
            "dev", "--data", data.string, "--front-port", "\(ports[0])", "--blob-port", "\(ports[1])",
            "--internal-port", "\(ports[2])", "--nodes", "\(options.nodes)", "--shards", "2", "--demo-users",
            "\(options.demoUsers)",
        ]
        settings = ["ATTACHE_LOG_LEVEL": "info"].merging(options.settings) { _, given in given }
        self.http = http
    }

    /// Starts a server on fresh data, and stops it after the body; it must then end with success.
    static func with<Value: Sendable>(
        _ options: Options = Options(),
        _ body: (DevServer) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryDirectory { directory in
            try await PlainClient.with { http in
                let server = try await DevServer(options, directory: directory, http: http)
                return try await ProgramLogs.during(server.log) { try await server.serve(body) }
            }
        }
    }

    private func serve<Value>(_ body: (DevServer) async throws -> Value) async throws -> Value {
        do {
            try await start()
            let value = try await body(self)
            try await stop()
            return value
        } catch {
            try? await crash()
            throw error
        }
    }

    // MARK: Running

    /// Starts the server and waits until it is ready.
    func start() async throws {
        let program = try await ProgramProcess.start(.attache, arguments, settings: settings, log: log)
        process.withLock { $0 = program }
        try await program.becomeReady(([frontURL] + nodeURLs).map { $0 + "/readyz" }, as: http)
    }

    /// Stops the server by SIGTERM, and checks that it ends with success.
    func stop() async throws {
        try await running()?.stop()
        process.withLock { $0 = nil }
    }

    /// Ends the server by SIGKILL.
    func crash() async throws {
        try await running()?.crash()
        process.withLock { $0 = nil }
    }

    /// Stops the server and starts it on the same data.
    func restart() async throws {
        try await stop()
        try await start()
    }

    /// Tries to start the server with other options after its own, and returns how that ends.
    func refusal(of more: [String]) async throws -> Shell.Outcome {
        try await Shell.run(.attache, arguments + more, settings: settings)
    }

    /// The process, while there is one.
    func running() -> ProgramProcess? { process.withLock(\.self) }

    /// Everything that the server has written since the first start.
    var written: String {
        (try? Data(contentsOf: URL(filePath: log.string))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    // MARK: Clients

    /// Returns a calendar client of a user whose password is the name; nobody for nil.
    func client(as user: String?) -> CalendarClient {
        CalendarClient(base: frontURL, credentials: user.map { Credentials(user: $0, password: $0) }, http: http)
    }
}
