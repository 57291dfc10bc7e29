import ArgumentParser
import BlobStore

/// `attache key master create`.
struct MasterKeyCreate: AsyncParsableCommand {
    /// What `attache key master create --help` says.
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Writes a fresh master key into a file and prints its ID.",
        discussion: """
            ATTACHE_ENCRYPTION_MASTER_KEY_FILE names the file to the node. The ID tells nothing of the key; the node's \
            messages name it. A file that exists is left alone.
            """
    )

    /// The file.
    @Option(name: .customLong("out"), help: "The file to make, readable by its owner only.")
    var path: String

    /// Makes the file.
    func run() async throws {
        let key = MasterKey.random()
        try SecretFile(path).create(key.text)
        print(key.id)
    }
}
