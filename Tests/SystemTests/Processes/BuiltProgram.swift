import FoundationEssentials
import SystemPackage
import Testing

/// A program of this package, as it was built together with the tests.
enum BuiltProgram: String, CaseIterable, Sendable {
    /// The operator's tool.
    case attache
    /// The CalDAV service.
    case front = "attache-front"
    /// The blob storage service.
    case blob = "attache-blob"

    /// The path of the program.
    ///
    /// The programs are dependencies of the tests, so they lie in the directory that the running test bundle was built
    /// into, wherever that is.
    ///
    /// - Throws: ``ProgramError/notBuilt(_:searched:)``.
    func path() throws -> FilePath {
        for directory in Self.buildDirectories {
            let candidate = directory.appending(rawValue)
            if FileManager.default.isExecutableFile(atPath: candidate.string) { return candidate }
        }
        throw ProgramError.notBuilt(self, searched: Self.buildDirectories)
    }

    /// The directories to look in, the likeliest first.
    private static let buildDirectories: [FilePath] = {
        let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")).map { [$0] } ?? []
        let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
        let aboveBundles = (running + bundles).map { FilePath($0) }.flatMap(ancestors)
        return aboveBundles + ancestors(of: FilePath("\(#filePath)")).map { $0.appending(".build/debug") }
    }()

    private static func ancestors(of path: FilePath) -> [FilePath] {
        let first = path.removingLastComponent()
        return (0..<3).reduce(into: [first]) { found, _ in
            if let last = found.last { found.append(last.removingLastComponent()) }
        }
    }
}
