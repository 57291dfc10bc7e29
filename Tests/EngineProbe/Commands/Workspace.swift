import FoundationEssentials
import SystemPackage

/// The directory in which a command works: a temporary one, or one that was given.
struct Workspace {
    /// The directory's path, absolute and without symbolic links.
    let path: FilePath
    private let isTemporary: Bool

    /// Makes the directory, or takes the one that was given.
    init(_ given: String?) throws {
        let path = given ?? FileManager.default.temporaryDirectory.appending(path: "engine-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        self.path = FilePath(URL(filePath: path).resolvingSymlinksInPath().path)
        isTemporary = given == nil
    }

    /// Removes a temporary directory unless it is needed to look for the cause of findings.
    func finish(keeping: Bool) {
        guard isTemporary, !keeping else { return }
        // What cannot be removed stays for the system's own cleaning.
        try? FileManager.default.removeItem(atPath: path.string)
    }
}
