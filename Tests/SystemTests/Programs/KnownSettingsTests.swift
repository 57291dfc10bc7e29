import FoundationEssentials
import ServiceSupport
import SystemPackage
import Testing

/// The list of known settings, held against what is read, documented and deployed.
struct KnownSettingsTests {
    /// Returns the text of a file of the repository.
    private func text(_ file: FilePath) throws -> String {
        try String(contentsOf: URL(filePath: file.string), encoding: .utf8)
    }

    /// The root of the repository.
    private var root: FilePath {
        // Resolved, as the tests may be built through links to the sources.
        let file = FilePath(URL(filePath: "\(#filePath)").resolvingSymlinksInPath().path())
        return (1...4).reduce(file) { path, _ in path.removingLastComponent() }
    }

    /// Returns the texts of all files below a folder whose names end so.
    private func texts(below folder: String, endingWith suffix: String = "") throws -> [String] {
        let folder = root.appending(folder)
        return try FileManager.default.subpathsOfDirectory(atPath: folder.string)
            .map { folder.appending($0) }
            .filter { file in
                var isDirectory = false
                return file.string.hasSuffix(suffix)
                    && FileManager.default.fileExists(atPath: file.string, isDirectory: &isDirectory) && !isDirectory
            }
            .map { try text($0) }
    }

    private var known: Set<String> { Set(KnownSettings.keys.map { $0.name }) }

    @Test func `the settings that the programs read are those that are known`() throws {
        let spelled = /(?:settings\.\w+\(\s*|: SettingKey = )"([a-z0-9.-]+)"/
        let read = try texts(below: "Sources", endingWith: ".swift")
            .flatMap { $0.matches(of: spelled).map { String($0.output.1) } }
        #expect(Set(read) == known)
    }

    @Test func `the settings that the documents describe are those that are known`() throws {
        let row = /\n\| `([a-z0-9.-]+)` \|/
        let described = try text(root.appending("Docs/operations/settings.md")).matches(of: row)
            .map { String($0.output.1) }.filter { !$0.hasPrefix("--") }
        #expect(Set(described) == known)
    }

    @Test func `the variables of the deployment examples are known`() throws {
        let variables = Set(KnownSettings.keys.map { $0.environmentName }).union([Settings.fileVariable])
        let named = try (texts(below: "deploy") + texts(below: "docker"))
            .flatMap { $0.matches(of: /ATTACHE_[A-Z0-9_]+/).map { String($0.output) } }
        #expect(named.count > 20)
        #expect(Set(named).isSubset(of: variables))
    }
}
