import SystemPackage

/// The peer of uploads: a program that does with the bytes what cannot be left out, and nothing else.
///
/// It receives a body over HTTP, computes SHA-256 over it twice (once for the chunks, once for the whole, as a store that
/// names both does), appends it to a file, and calls `fdatasync` once before it answers.
struct UploadPeer: Sendable {
    /// The process.
    let process: Int32

    /// The port.
    let port: Int

    /// Runs the program for the time of a body.
    ///
    /// - Throws: ``BenchmarkError``, and what the body throws.
    static func run<Value: Sendable>(
        _ programs: Programs,
        in directory: FilePath,
        _ body: (UploadPeer) async throws -> Value
    ) async throws -> Value {
        let port = try FreePorts.first(of: 1)
        let log = directory.appending("upload-peer.log")
        let server = ServerProcess(
            name: "upload-peer",
            executable: programs.benchmarks,
            arguments: ["upload-peer", "--port", "\(port)", "--directory", directory.string],
            log: log
        )
        return try await server.run { process in
            let request = Request("POST", "/").carrying(0, expecting: 201)
            try await Readiness(server: "upload-peer", process: process, log: log).wait(port: port, for: request)
            return try await body(UploadPeer(process: process, port: port))
        }
    }
}
