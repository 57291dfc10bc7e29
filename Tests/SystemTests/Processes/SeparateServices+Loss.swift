import FoundationEssentials
import SystemPackage
import Testing

/// What stories of backups do to a whole deployment.
extension SeparateServices {
    /// Where backups go.
    var backup: String { directory.appending("backup").string }

    /// The options that name the data of both nodes, with their IDs as `attache restore` wants them, or without.
    func nodeData(named: Bool) -> [String] {
        ["blob-1", "blob-2"].flatMap { name in
            ["--node-data", (named ? "\(name)=" : "") + directory.appending(name).string]
        }
    }

    /// Stops everything and moves all data away.
    func lose() async throws {
        for slot in [front] + nodes { try await slot.stop() }
        let lost = directory.appending("lost")
        try FileManager.default.createDirectory(atPath: lost.string, withIntermediateDirectories: true)
        for name in ["front", "blob-1", "blob-2"] {
            let path = directory.appending(name)
            try FileManager.default.moveItem(atPath: path.string, toPath: lost.appending(name).string)
        }
    }

    /// Starts everything that was stopped.
    func startAgain() async throws {
        for slot in [front] + nodes { try await slot.launch() }
        for slot in [front] + nodes { try await slot.becomeReady() }
    }
}
