import FoundationEssentials
import Glibc
import SystemPackage

/// nginx, which serves the files of a directory with `sendfile`: the peer of downloads.
struct NginxServer: Sendable {
    /// The process that started the workers.
    let process: Int32

    /// The port.
    let port: Int

    /// The directory whose files are served.
    let root: FilePath

    /// Runs the program for the time of a body.
    ///
    /// - Throws: ``BenchmarkError``, and what the body throws.
    static func run<Value: Sendable>(
        _ programs: Programs,
        in directory: FilePath,
        _ body: (NginxServer) async throws -> Value
    ) async throws -> Value {
        let home = directory.appending("nginx")
        let root = home.appending("files")
        try FileManager.default.createDirectory(atPath: root.string, withIntermediateDirectories: true)
        try Data("ready\n".utf8).write(to: URL(filePath: root.appending("ready").string))
        let port = try FreePorts.first(of: 1)
        let configuration = home.appending("nginx.conf")
        try Data(text(port: port, home: home).utf8).write(to: URL(filePath: configuration.string))
        let log = home.appending("error.log")
        let server = ServerProcess(
            name: "nginx",
            executable: programs.nginx,
            arguments: ["-p", home.string, "-c", configuration.string, "-e", log.string],
            log: home.appending("output.log")
        )
        return try await server.run { process in
            try await Readiness(server: "nginx", process: process, log: log).wait(
                port: port,
                for: Request("GET", "/ready")
            )
            return try await body(NginxServer(process: process, port: port, root: root))
        }
    }

    /// One worker for each processor, files by `sendfile`, no access log: what nginx does best.
    private static func text(port: Int, home: FilePath) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "    \($0)_temp_path \(home)/\($0);" }.joined(separator: "\n")
        return """
            \(geteuid() == 0 ? "user root;" : "")
            worker_processes auto;
            daemon off;
            pid \(home)/nginx.pid;
            error_log \(home)/error.log;
            events { worker_connections 256; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 100000000;
                default_type application/octet-stream;
            \(temporary)
                server {
                    listen 127.0.0.1:\(port);
                    root \(home)/files;
                }
            }

            """
    }
}
