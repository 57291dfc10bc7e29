import SystemPackage

/// `attache dev` under a URL of its own: a name that leads here, or https.
struct DoctorServer: Sendable {
    /// The port of the front.
    let port: Int

    /// Starts a server on fresh data, and stops it after the body.
    ///
    /// - Parameters:
    ///   - settings: The settings for a port of the front, in a directory for files.
    ///   - body: Uses the server; it gets the directory, too.
    /// - Throws: What the body throws, and errors of the process.
    static func with(
        _ settings: (_ port: Int, _ directory: FilePath) throws -> [String: String],
        _ body: (DoctorServer, FilePath) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            try await PlainClient.with { http in
                let ports = try await FreePorts.rows(of: [1, 1, 2])
                let log = directory.appending("attache-dev.log")
                let arguments = [
                    "dev", "--data", directory.appending("data").string, "--front-port", "\(ports[0])", "--blob-port",
                    "\(ports[1])", "--internal-port", "\(ports[2])", "--shards", "2",
                ]
                let own = try settings(ports[0], directory)
                let process = try await ProgramProcess.start(.attache, arguments, settings: own, log: log)
                let internals = (0..<2).map { "http://127.0.0.1:\(ports[2] + $0)/readyz" }
                do {
                    try await process.becomeReady(internals, as: http)
                    try await body(DoctorServer(port: ports[0]), directory)
                    try await process.stop()
                } catch {
                    try? await process.crash()
                    throw error
                }
            }
        }
    }
}
