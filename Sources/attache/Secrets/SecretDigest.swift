import ArgumentParser
import BlobAPI
import Cryptography
import FoundationEssentials
import SystemPackage

/// `attache secret digest`.
struct SecretDigest: AsyncParsableCommand {
    /// What `attache secret digest --help` says.
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Prints the digests of a secret, or by what a node knows the front or the operator.",
        discussion: """
            The front and the operator show each node a secret of its own, which is derived from theirs and the node's ID. \
            With --node the digest of that is printed, for the node's blob.front-digest or internal.operator-digest. Of a \
            file with two lines both digests are printed, with a comma, as the settings take them while a secret changes. A \
            digest is no secret.
            """
    )

    /// The file.
    @Argument(help: "The file with the secret, as \"attache secret create\" makes it.")
    var path: String

    /// The node.
    @Option(name: .customLong("node"), help: "The ID of the node that is to know the front or the operator.")
    var node: NodeArgument?

    /// Prints the digests.
    func run() async throws {
        let secret = try SecretFile(path).read()
        let shown = node.map { secret.shown(to: $0.id) } ?? secret
        print(shown.digests.map(\.hexadecimal).joined(separator: ","))
    }
}
