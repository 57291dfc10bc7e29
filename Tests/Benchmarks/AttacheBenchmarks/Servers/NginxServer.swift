import Cryptography
import FoundationEssentials
import Glibc
import Subprocess
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
    /// - Parameters:
    ///   - programs: Where the program is.
    ///   - directory: What belongs to this run.
    ///   - tls: The certificate to show, or nil for plain connections.
    ///   - body: What is done while the program runs.
    /// - Returns: What the body returns.
    /// - Throws: ``BenchmarkError``, and what the body throws.
    static func run<Value: Sendable>(
        _ programs: Programs,
        in directory: FilePath,
        tls: SamplePair? = nil,
        _ body: (NginxServer) async throws -> Value
    ) async throws -> Value {
        let home = directory.appending(tls == nil ? "nginx" : "nginx-tls")
        let root = home.appending("files")
        try FileManager.default.createDirectory(atPath: root.string, withIntermediateDirectories: true)
        try Data("ready\n".utf8).write(to: URL(filePath: root.appending("ready").string))
        let port = try FreePorts.first(of: 2)
        let configuration = home.appending("nginx.conf")
        try Data(text(port: port, home: home, tls: tls).utf8).write(to: URL(filePath: configuration.string))
        let log = home.appending("error.log")
        let server = ServerProcess(
            name: "nginx",
            executable: programs.nginx,
            arguments: ["-p", home.string, "-c", configuration.string, "-e", log.string],
            log: home.appending("output.log")
        )
        return try await server.run { process in
            try await Readiness(server: "nginx", process: process, log: log).wait(
                port: tls == nil ? port : port + 1,
                for: Request("GET", "/ready")
            )
            return try await body(NginxServer(process: process, port: port, root: root))
        }
    }

    /// One worker for each processor, files by `sendfile`, no access log: what nginx does best.
    private static func text(port: Int, home: FilePath, tls: SamplePair?) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "    \($0)_temp_path \(home)/\($0);" }.joined(separator: "\n")
        return """
            \(geteuid() == 0 ? "user root;" : "")
            worker_processes auto;
            daemon off;
            pid \(home)/nginx.pid;
            error_log \(home)/error.log;
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 100000000;
                default_type application/octet-stream;
            \(temporary)
                server {
            \(listening(port: port, tls: tls))
                    root \(home)/files;
                    location /signed/ {
                        secure_link $arg_s,$arg_e;
                        secure_link_md5 "$secure_link_expires$uri \(secret)";
                        if ($secure_link = "") { return 403; }
                        if ($secure_link = "0") { return 410; }
                        rewrite ^/signed(/.*)$ $1 break;
                    }
                }
            }

            """
    }

    /// With TLS, the port after it stays plain, for whoever waits until the server is there.
    private static func listening(port: Int, tls: SamplePair?) -> String {
        guard let tls else { return "        listen 127.0.0.1:\(port);" }
        return """
                    listen 127.0.0.1:\(port) ssl;
                    listen 127.0.0.1:\(port + 1);
                    ssl_certificate \(tls.certificate);
                    ssl_certificate_key \(tls.key);
                    ssl_protocols TLSv1.3;
                    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
                    ssl_buffer_size 16k;
            """
    }

    /// The secret of the links that ``signed(_:)`` makes.
    private static let secret = "benchmarks"

    /// Returns the request for a file by a link as `secure_link` checks it: the MD5 of expiry, path, and secret.
    ///
    /// - Throws: ``BenchmarkError``, and what starting `md5sum` throws.
    static func signed(_ name: String) async throws -> Request {
        let (path, expires) = ("/signed/\(name)", Int(Date().timeIntervalSince1970) + 86_400)
        let result = try await Subprocess.run(
            .name("md5sum"),
            input: .string("\(expires)\(path) \(secret)"),
            output: .string(limit: 128)
        )
        let digits = result.standardOutput.prefix { $0 != " " }
        guard let digest = Hexadecimal.decode(String(digits)) else { throw BenchmarkError.unreadable("md5sum") }
        return Request("GET", "\(path)?s=\(Base64URL.encode(digest))&e=\(expires)")
    }
}
