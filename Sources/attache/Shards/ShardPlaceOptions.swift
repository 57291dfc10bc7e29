import ArgumentParser
import SystemPackage

/// A shard on the command line: in a directory that no node has open, or at a running node.
struct ShardPlaceOptions: ParsableArguments {
    /// The shard's directory.
    @Option(name: .customLong("directory"), help: "The directory of the shard, when no node has it open.")
    var directory: String?

    /// The master keys.
    @OptionGroup var keys: ShardKeyOptions

    /// The node.
    @OptionGroup var node: NodePlaceOptions

    /// Checks that there is one place.
    func validate() throws {
        guard (directory == nil) != (node.url == nil) else {
            throw ValidationError(
                "Name the shard by --directory, or a running node by --node and --node-url; one of the two."
            )
        }
        guard directory != nil || keys.current == nil else {
            throw ValidationError("A running node has its master key itself: leave --master-key-file out.")
        }
    }

    /// The place.
    ///
    /// - Throws: ``MasterKeyFileError``, `SettingError`, and a usage error when a node is named without a secret.
    func place() async throws -> ShardPlace {
        guard let directory else { return .node(try await node.place()) }
        return .stopped(StoppedShardPlace(path: FilePath(directory), masterKeys: try keys.ring()))
    }
}

/// Where a shard is.
enum ShardPlace {
    /// In a directory that no node has open.
    case stopped(StoppedShardPlace)
    /// At a running node.
    case node(NodePlace)
}
