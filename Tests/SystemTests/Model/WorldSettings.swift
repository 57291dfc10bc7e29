import BlobClient
import FoundationEssentials
import SystemPackage

/// The settings of the services that homes of random lives are in.
struct WorldSettings: Sendable {
    /// The octets from which on a file in calendar data becomes an attachment.
    static let inlineMinimum = 1 << 10

    /// The octets from which on a client that waits is sent to the node.
    static let redirectMinimum = 64 << 10

    /// The octets from which on a file that is streamed through the front goes to the node in an upload session.
    static let sessionMinimum = BlobClientOptions().pieceBytes

    /// For how long a removed attachment can come back.
    let grace: Duration

    /// The address of the scanner for malware, if there is one.
    let scanner: String?

    /// Whether files are scanned after they are acknowledged, and not before.
    var scansAfter = false

    /// Whether clients send files that the scanner refuses.
    var refusesInfected: Bool { scanner != nil && !scansAfter }

    /// Has the front start again with the settings; the quota counts attachments alone.
    func apply(to services: SeparateServices) async throws {
        let file = URL(filePath: ServiceSettings(directory: services.directory).frontFile.string)
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing("attachments:\n", with: attachments) + "quota:\n  bytes: 256MiB\n" + scan
        try Data(changed.utf8).write(to: file)
        try await services.front.stop()
        try await services.front.start()
    }

    private var attachments: String {
        """
        attachments:
          grace: \(grace.components.seconds)s
          upload: redirect
          redirect-from: \(Self.redirectMinimum >> 10)KiB
          inline-from: \(Self.inlineMinimum >> 10)KiB

        """
    }

    private var scan: String {
        scanner.map { "scan:\n  clamd: \($0)\n  when: \(scansAfter ? "after" : "before")\n" } ?? ""
    }
}
