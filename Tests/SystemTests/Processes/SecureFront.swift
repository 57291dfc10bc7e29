import CertificateTesting
import FoundationEssentials
import SystemPackage
import Testing

/// A front as a process that speaks TLS, with one user, dora, and a calendar of hers.
struct SecureFront {
    /// The certificates that it may have, and their keys.
    enum Identity {
        case first
        case second

        /// The certificate, self-signed, in PEM.
        var certificate: String {
            self == .first ? SampleCertificates.certificate : SampleCertificates.otherCertificate
        }

        /// The key of the certificate, in PEM.
        var key: String { self == .first ? SampleCertificates.key : SampleCertificates.otherKey }
    }

    /// The directory of everything; scripts run in it.
    let directory: FilePath

    /// The public URL.
    let url: String

    private let process: ProgramProcess

    /// Starts a front with the first identity, and stops it after the body; it must then end with success.
    static func with(_ body: (SecureFront) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            try await PlainClient.with { http in
                let log = directory.appending("attache-front.log")
                try await ProgramLogs.during(log) {
                    let front = try await start(in: directory, log: log, http: http)
                    do {
                        try await body(front)
                        try await front.process.stop()
                    } catch {
                        try? await front.process.crash()
                        throw error
                    }
                }
            }
        }
    }

    private static func start(in directory: FilePath, log: FilePath, http: PlainClient) async throws -> SecureFront {
        let ports = try await FreePorts.rows(of: [1, 1, 2])
        let files = ServiceSettings(directory: directory)
        let config = try files.frontFile(ports: (ports[0], ports[1])).string
        try install(.first, in: directory)
        let url = "https://127.0.0.1:\(ports[0])"
        let settings = [
            "ATTACHE_PUBLIC_URL": url,
            "ATTACHE_PUBLIC_TLS_CERTIFICATE_FILE": directory.appending("certificate.pem").string,
            "ATTACHE_PUBLIC_TLS_KEY_FILE": directory.appending("key.pem").string,
        ]
        try await setUp(files, nodeURLs: (0..<2).map { "http://127.0.0.1:\(ports[2] + $0)" })
        let process = try await ProgramProcess.start(.front, ["--config", config], settings: settings, log: log)
        try await process.becomeReady(["http://127.0.0.1:\(ports[1])/readyz"], as: http)
        return SecureFront(directory: directory, url: url, process: process)
    }

    /// Makes the deployment as its documents say, with a node that need not run, and the user.
    private static func setUp(_ files: ServiceSettings, nodeURLs: [String]) async throws {
        try await attache(["secret", "create", "--out", files.secret(of: "front").string])
        let secret = try await attache(["secret", "create", "--out", files.secret(of: "blob-1").string])
        let digest = try #require(secret.split(separator: "\n").first)
        let config = ["--config", files.frontFile.string]
        let node = ["--internal-url", nodeURLs[0], "--public-url", nodeURLs[1], "--secret-digest", String(digest)]
        try await attache(["node", "add", "blob-1", "--shards", "2"] + node + config)
        try await attache(["user", "add", "dora", "--password-stdin"] + config, input: "dora-1234\n")
    }

    /// Runs the operator's tool, checks that it succeeds, and returns what it prints.
    @discardableResult
    private static func attache(_ arguments: [String], input: String = "") async throws -> String {
        let outcome = try await Shell.run(.attache, arguments, input: input)
        try #require(outcome.isSuccess, "\(arguments): \(outcome.errors)")
        return outcome.text
    }

    /// Writes a certificate and its key where the front reads them.
    private static func install(_ identity: Identity, in directory: FilePath) throws {
        for (name, text) in [("certificate.pem", identity.certificate), ("key.pem", identity.key)] {
            try Data(text.utf8).write(to: URL(filePath: directory.appending(name).string))
        }
    }

    /// Replaces the certificate and its key, and tells the front by SIGHUP, as certbot's hooks do.
    func renew(to identity: Identity) throws {
        try Self.install(identity, in: directory)
        process.hangUp()
    }

    /// Runs curl as dora, which trusts one of the certificates and no other.
    ///
    /// - Parameters:
    ///   - arguments: What follows after the credentials, quoted for the shell.
    ///   - path: The path of the resource.
    ///   - identity: The certificate that is trusted.
    /// - Returns: What curl did.
    /// - Throws: The errors of starting a process.
    func curl(_ arguments: String, _ path: String, trusting identity: Identity = .first) async throws -> Shell.Outcome {
        let trusted = directory.appending("trusted.pem")
        try Data(identity.certificate.utf8).write(to: URL(filePath: trusted.string))
        let script = "curl -sS --cacert '\(trusted)' -u dora:dora-1234 \(arguments) '\(url)\(path)'"
        return try await Shell.run(script, in: directory)
    }
}
