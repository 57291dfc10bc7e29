import CertificateTesting
import FoundationEssentials
import SystemPackage
import Testing

/// A front and a blob node as processes, in the clear or both over TLS, with one user, dora, and large uploads redirected.
struct UploadPair {
    /// The directory of everything; scripts run in it.
    let directory: FilePath

    /// The public URL of the front.
    let frontURL: String

    /// The public URL of the node.
    let nodeURL: String

    private let isSecure: Bool

    /// Starts both, and stops them after the body; both must then end with success.
    static func with(isSecure: Bool, _ body: (UploadPair) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            try await PlainClient.with { http in
                let logs = ["attache-front.log", "blob-1.log"].map { directory.appending($0) }
                try await ProgramLogs.during(logs[0]) {
                    try await ProgramLogs.during(logs[1]) {
                        try await run(in: directory, isSecure: isSecure, logs: (logs[0], logs[1]), http, body)
                    }
                }
            }
        }
    }

    private static func run(
        in directory: FilePath,
        isSecure: Bool,
        logs: (front: FilePath, node: FilePath),
        _ http: PlainClient,
        _ body: (UploadPair) async throws -> Void
    ) async throws {
        let ports = try await FreePorts.rows(of: [1, 1, 1, 1])
        let scheme = isSecure ? "https" : "http"
        let pair = UploadPair(
            directory: directory,
            frontURL: "\(scheme)://127.0.0.1:\(ports[0])",
            nodeURL: "\(scheme)://127.0.0.1:\(ports[2])",
            isSecure: isSecure
        )
        let files = ServiceSettings(directory: directory)
        let config = try files.frontFile(ports: (ports[0], ports[1])).string
        let (front, node) = try await pair.settings(files, ports)
        var processes: [ProgramProcess] = []
        do {
            processes.append(
                try await ProgramProcess.start(.front, ["--config", config], settings: front, log: logs.front)
            )
            processes.append(try await ProgramProcess.start(.blob, [], settings: node, log: logs.node))
            for (process, port) in zip(processes, [ports[1], ports[3]]) {
                try await process.becomeReady(["http://127.0.0.1:\(port)/readyz"], as: http)
            }
            try await body(pair)
            for process in processes { try await process.stop() }
        } catch {
            for process in processes { try? await process.crash() }
            throw error
        }
    }

    /// Makes the deployment as its documents say, and the user; returns the settings of front and node.
    private func settings(
        _ files: ServiceSettings,
        _ ports: [Int]
    ) async throws -> (front: [String: String], node: [String: String]) {
        var secure: [String: String] = [:]
        if isSecure {
            secure["ATTACHE_PUBLIC_TLS_CERTIFICATE_FILE"] = try write(SampleCertificates.certificate, "certificate.pem")
            secure["ATTACHE_PUBLIC_TLS_KEY_FILE"] = try write(SampleCertificates.key, "key.pem")
        }
        let config = ["--config", files.frontFile.string]
        try await attache(["secret", "create", "--out", files.secret(of: "front").string])
        let digest = try await attache(["secret", "create", "--out", files.secret(of: "blob-1").string])
        let frontDigest = try await attache(["secret", "digest", "--node", "blob-1", files.secret(of: "front").string])
        let urls = ["--internal-url", "http://127.0.0.1:\(ports[3])", "--public-url", nodeURL]
        try await attache(["node", "add", "blob-1", "--shards", "2", "--secret-digest", digest] + urls + config)
        try await attache(["user", "add", "dora", "--password-stdin"] + config, input: "dora-1234\n")
        var node = files.node(
            "blob-1",
            ports: (ports[2], ports[3]),
            front: "http://127.0.0.1:\(ports[1])",
            digests: (frontDigest, "")
        )
        node["ATTACHE_INTERNAL_OPERATOR_DIGEST"] = nil
        node["ATTACHE_BLOB_PUBLIC_URL"] = nodeURL
        let front = [
            "ATTACHE_PUBLIC_URL": frontURL, "ATTACHE_ATTACHMENTS_UPLOAD": "redirect",
            "ATTACHE_ATTACHMENTS_REDIRECT_FROM": "64KiB",
        ]
        return (front.merging(secure) { $1 }, node.merging(secure) { $1 })
    }

    /// Runs the operator's tool, checks that it succeeds, and returns the first line that it prints.
    @discardableResult
    private func attache(_ arguments: [String], input: String = "") async throws -> String {
        let outcome = try await Shell.run(.attache, arguments, input: input)
        try #require(outcome.isSuccess, "\(arguments): \(outcome.errors)")
        return outcome.text.split(separator: "\n").first.map(String.init) ?? ""
    }

    /// Writes a file into the directory and returns its path.
    @discardableResult
    func write(_ text: String, _ name: String) throws -> String {
        let path = directory.appending(name).string
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// Runs curl as dora, which follows redirects and trusts the certificate of both.
    ///
    /// - Parameters:
    ///   - arguments: What follows after the credentials, quoted for the shell.
    ///   - url: The URL.
    /// - Returns: What curl wrote.
    /// - Throws: The errors of starting a process; a failed requirement where curl failed.
    func curl(_ arguments: String, _ url: String) async throws -> String {
        let trust = isSecure ? "--cacert certificate.pem " : ""
        let script = "curl -sS --http1.1 --location \(trust)-u dora:dora-1234 \(arguments) '\(url)'"
        let outcome = try await Shell.run(script, in: directory)
        try #require(outcome.isSuccess, "\(outcome)")
        return outcome.text
    }
}
