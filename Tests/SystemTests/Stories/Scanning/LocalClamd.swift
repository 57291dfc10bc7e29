import FoundationEssentials
import NIOCore
import NIOPosix
import Subprocess
import SystemPackage
import Testing

/// Debian's clamd with one signature of our own, on a socket in a temporary directory; nothing is fetched.
struct LocalClamd: Sendable {
    /// The text that the signature knows; it does no harm.
    static let marker = "attache-harmless-marker-4f1c"

    /// The name of the signature; clamd marks those that are not its makers'.
    static let signature = "Attache.Test.UNOFFICIAL"

    /// The octets of a file from which on the scanner takes it no more.
    static let streamOctets = 1 << 20

    /// Where Debian puts the program.
    private static let program: FilePath = "/usr/sbin/clamd"

    /// Whether the program is there.
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program.string) }

    /// Why stories with it are skipped where it is not.
    static let absence: Comment = "clamd is not installed; \".ci/prepare clamav-daemon\" does it on Debian."

    /// The directory with everything that belongs to it.
    let directory: FilePath

    /// The address as the setting `scan.clamd` has it.
    var address: String { "unix:\(socket)" }

    private var socket: FilePath { directory.appending("clamd.ctl") }

    /// Writes the configuration and the signature.
    init(in directory: FilePath) throws {
        self.directory = directory
        let signatures = directory.appending("signatures")
        try FileManager.default.createDirectory(atPath: signatures.string, withIntermediateDirectories: true)
        let hex = Self.marker.utf8.map { String($0, radix: 16) }.joined()
        try Self.write("Attache.Test:0:*:\(hex)\n", to: signatures.appending("local.ndb"))
        let configuration = """
            Foreground yes
            LocalSocket \(socket)
            DatabaseDirectory \(signatures)
            TemporaryDirectory \(directory)
            StreamMaxLength \(Self.streamOctets)

            """
        try Self.write(configuration, to: directory.appending("clamd.conf"))
    }

    private static func write(_ text: String, to file: FilePath) throws {
        try Data(text.utf8).write(to: URL(filePath: file.string))
    }

    /// Runs the scanner during a body, which begins once it answers.
    func run<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let log = try FileDescriptor.open(
            directory.appending("clamd.log"),
            .writeOnly,
            options: [.create, .append, .closeOnExec],
            permissions: .ownerReadWrite
        )
        let result = try await Subprocess.run(
            .path(Self.program),
            arguments: ["--config-file=\(directory.appending("clamd.conf"))"],
            input: .none,
            output: .fileDescriptor(log, closeAfterSpawningProcess: true),
            error: .combinedWithOutput
        ) { execution in
            let outcome: Result<Value, any Error>
            do {
                let isReady = try await eventually { try await answers() }
                try #require(isReady, "clamd did not answer; its log is in \(directory)")
                outcome = .success(try await body())
            } catch {
                outcome = .failure(error)
            }
            await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: .seconds(15))])
            return outcome
        }
        return try result.closureResult.get()
    }

    /// Whether it answers `PING` by `PONG`.
    private func answers() async throws -> Bool {
        let connection = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: socket.string) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        guard let connection else { return false }
        return try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: "zPING\0"))
            var reply = ""
            for try await buffer in inbound { reply += String(buffer: buffer) }
            return reply == "PONG\0"
        }
    }
}
