import ArgumentParser
import BlobAPI
import Cryptography

/// `attache secret create`.
struct SecretCreate: AsyncParsableCommand {
    /// What `attache secret create --help` says.
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Writes a fresh secret into a file and prints its digest.",
        discussion: """
            The file belongs to one service, or to the operator, alone. Only digests go to the others: that of a node, \
            which is printed, to "attache node add --secret-digest"; of the front's and the operator's secrets each node \
            has a digest of its own, which "attache secret digest --node" prints. A file that exists is left alone.
            """
    )

    /// The file.
    @Option(name: .customLong("out"), help: "The file to make, readable by its owner only.")
    var path: String

    /// Makes the file.
    func run() async throws {
        let secret = PeerSecret.random()
        try SecretFile(path).create(secret.current)
        for digest in secret.digests { print(digest.hexadecimal) }
    }
}
