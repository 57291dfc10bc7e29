import FoundationEssentials
import SystemPackage

/// The programs that the benchmarks start.
struct Programs: Sendable {
    /// These benchmarks.
    let benchmarks: FilePath

    /// `attache`, built as it will be run: a release.
    let attache: FilePath

    /// nginx.
    let nginx: FilePath

    /// The directory with the other calendar servers, which only one group needs.
    let peers: FilePath

    /// Finds the programs.
    ///
    /// - Parameters:
    ///   - attache: Where `attache` is; beside the benchmarks unless said.
    ///   - nginx: Where nginx is; on the path or where Debian puts it unless said.
    ///   - peers: Where the other calendar servers are; where `make bench` puts them unless said.
    /// - Throws: ``BenchmarkError/programMissing(_:remedy:)`` with what to do.
    init(attache: String?, nginx: String?, peers: String?) throws {
        self.peers = FilePath(FileManager.default.currentDirectoryPath).pushing(FilePath(peers ?? ".build/peers/bin"))
        benchmarks = FilePath(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        self.attache = try Self.existing(
            [attache.map { FilePath($0) } ?? benchmarks.removingLastComponent().appending("attache")],
            remedy: "build it as the benchmarks were built, as \"make bench\" does, or name it with --attache"
        )
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let directories = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
        self.nginx = try Self.existing(
            nginx.map { [FilePath($0)] } ?? directories.map { FilePath($0).appending("nginx") },
            remedy: "install the Debian package nginx-light, as \"make bench\" does, or name nginx with --nginx"
        )
    }

    /// Returns a program that stands beside `attache`.
    ///
    /// - Throws: ``BenchmarkError/programMissing(_:remedy:)`` with what to do.
    func service(_ name: String) throws(BenchmarkError) -> FilePath {
        let remedy = "build it as \"attache\" was built, as \"make bench\" does"
        return try Self.existing([attache.removingLastComponent().appending(name)], remedy: remedy)
    }

    /// Returns another calendar server.
    ///
    /// - Throws: ``BenchmarkError/programMissing(_:remedy:)`` with what to do.
    func peer(_ name: String) throws(BenchmarkError) -> FilePath {
        let remedy = "install it as \"make bench\" does, or name its directory with --peers"
        return try Self.existing([peers.appending(name)], remedy: remedy)
    }

    private static func existing(_ candidates: [FilePath], remedy: String) throws(BenchmarkError) -> FilePath {
        if let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.string) }) {
            return found
        }
        throw .programMissing(candidates.last ?? "nginx", remedy: remedy)
    }
}
