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
            The file belongs to one service alone: ATTACHE_SERVICE_SECRET_FILE names it. Only the digest goes to the \
            others: that of a node to "attache node add --secret-digest", that of the front to the nodes' \
            ATTACHE_BLOB_FRONT_DIGEST. A file that exists is left alone.
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
