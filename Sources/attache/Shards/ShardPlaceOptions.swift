import ArgumentParser
import BlobAPI
import BlobClient
import BlobModel
import BlobStore
import FoundationEssentials
import Logging
import ServiceSupport
import SystemPackage

/// A shard on the command line: in a directory that no node has open, or at a running node.
struct ShardPlaceOptions: ParsableArguments {
    /// The shard's directory.
    @Option(name: .customLong("directory"), help: "The directory of the shard, when no node has it open.")
    var directory: String?

    /// The master keys.
    @OptionGroup var keys: ShardKeyOptions

    /// The node.
    @Option(
        name: .customLong("node-url"),
        help: "The URL of the internal listener of a running node, such as http://127.0.0.1:9081."
    )
    var nodeURL: String?

    /// The operator's secret.
    @Option(
        name: [.customLong("secret-file"), .customLong("operator-secret-file")],
        help: "The file with the node's operator secret."
    )
    var secretFile: String?

    /// The shard at the node.
    @Option(name: .customLong("shard"), help: "The ID of the shard at the node.")
    var shard: String?

    /// Checks that there is one place.
    func validate() throws {
        guard (directory == nil) != (nodeURL == nil) else {
            throw ValidationError("Name the shard by --directory, or by --node-url and --secret-file; one of the two.")
        }
        if let nodeURL {
            guard ServiceURL(parsing: nodeURL) != nil else {
                throw ValidationError("--node-url is \"\(nodeURL)\", but it must be \(ServiceURL.grammar).")
            }
            guard secretFile != nil else { throw ValidationError("--node-url needs --secret-file.") }
            guard keys.current == nil else { throw ValidationError("A running node has its master key itself.") }
        } else if secretFile != nil || shard != nil {
            throw ValidationError("--secret-file and --shard belong to --node-url.")
        }
        if let shard, (try? ShardID(validating: shard)) == nil {
            throw ValidationError("--shard is \"\(shard)\", but it must be the ID of a shard.")
        }
    }

    /// The place.
    ///
    /// - Throws: ``MasterKeyFileError``, `FileError`, and `PeerSecretError`.
    func place() throws -> ShardPlace {
        if let directory {
            return .stopped(StoppedShardPlace(path: FilePath(directory), masterKeys: try keys.ring()))
        }
        guard let nodeURL, let secretFile else { throw ValidationError("There is no shard named.") }
        return .node(
            NodePlace(
                url: nodeURL,
                secret: try PeerSecretFile(FilePath(secretFile)).read(),
                shard: try shard.map { try ShardID(validating: $0) }
            )
        )
    }
}

/// Where a shard is.
enum ShardPlace {
    /// In a directory that no node has open.
    case stopped(StoppedShardPlace)
    /// At a running node.
    case node(NodePlace)
}
