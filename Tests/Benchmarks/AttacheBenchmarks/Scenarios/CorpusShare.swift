import FoundationEssentials
import Subprocess
import SystemPackage

/// The share of a corpus of edited documents that is stored, beside restic and borg.
struct CorpusShare {
    /// The programs.
    let programs: Programs

    /// What belongs to this run.
    let directory: FilePath

    /// The corpus; one is made unless it is given.
    let corpus: FilePath?

    /// The script that makes the corpus.
    private static let script = "Tests/Benchmarks/Corpus/make_corpus.py"

    /// Stores the corpus with each program.
    ///
    /// - Throws: ``BenchmarkError``, and what starting programs throws.
    func run() async throws -> [Finding] {
        let place = try await place()
        let files = try Self.files(in: place)
        let raw = files.reduce(0) { $0 + $1.size }
        let stored = try await attache(files)
        let share = Double(stored) / Double(raw)
        let peers = try await [restic(place, compression: "off"), restic(place, compression: "auto"), borg(place)]
        let others = peers.map { "\($0.name) \(Self.percent(Double($0.bytes) / Double(raw)))" }
        let text = "\(Self.percent(share)) of \(Quantity.bytes(Double(raw))) in \(files.count) files"
        return [
            Finding(
                what: "share stored of edited documents",
                measured: text,
                peer: others.joined(separator: ", "),
                target: "≤ 40 %",
                isReached: share <= 0.4,
                isBinding: true
            )
        ]
    }

    private func place() async throws -> FilePath {
        if let corpus { return corpus }
        let place = directory.appending("corpus")
        try await Self.run("python3", [Self.script, place.string])
        return place
    }

    /// Sends each file to the node under a reference of its own, all for one owner, as one user would add them.
    private func attache(_ files: [CorpusFile]) async throws -> UInt64 {
        try await AttacheServer.run(programs, in: directory, named: "corpus-attache") { attache in
            let put = NodePut(secret: try attache.frontSecret())
            return try await LoadThread.run {
                let before = try attache.metric("attache_blob_shard_segment_bytes")
                let connection = try HTTPConnection(port: attache.nodeInternalPort)
                for (serial, file) in files.enumerated() {
                    let bytes = try Array(Data(contentsOf: URL(filePath: file.path.string)))
                    try connection.exchange(
                        put.request(serial: serial, domain: 0, bytes: bytes.count),
                        sending: { () throws(BenchmarkError) in try connection.send(bytes.span) }
                    )
                }
                return try attache.metric("attache_blob_shard_segment_bytes") - before
            }
        }
    }

    private func restic(_ place: FilePath, compression: String) async throws -> StoredByPeer {
        let repository = directory.appending("restic-\(compression)")
        // Debian's restic is older than --insecure-no-password.
        let password = ["--password-command", "echo benchmark"]
        let common = ["--repo", repository.string, "--no-cache", "--quiet"] + password
        try await Self.run("restic", ["init"] + common)
        try await Self.run("restic", ["backup", "--compression", compression, place.string] + common)
        let name = compression == "off" ? "restic without compression" : "restic with zstd"
        return StoredByPeer(name: name, bytes: try Self.size(of: repository))
    }

    private func borg(_ place: FilePath) async throws -> StoredByPeer {
        let repository = directory.appending("borg")
        try await Self.run("borg", ["init", "--encryption", "none", repository.string])
        try await Self.run("borg", ["create", "--compression", "none", "\(repository)::all", place.string])
        return StoredByPeer(name: "borg without compression", bytes: try Self.size(of: repository))
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .name(program),
            arguments: Arguments(arguments),
            output: .discarded,
            error: .string(limit: 65_536)
        )
        guard !result.terminationStatus.isSuccess else { return }
        throw BenchmarkError.programFailed(program, output: result.standardError)
    }

    private static func size(of directory: FilePath) throws -> UInt64 {
        try files(in: directory).reduce(0) { $0 + $1.size }
    }

    private static func files(in directory: FilePath) throws -> [CorpusFile] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory.string).sorted()
        return try names.compactMap { name in
            let path = directory.pushing(FilePath(name))
            let attributes = try FileManager.default.attributesOfItem(atPath: path.string)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
            guard let size = attributes[.size] as? UInt else { throw BenchmarkError.unreadable(path) }
            return CorpusFile(path: path, size: UInt64(size))
        }
    }

    private static func percent(_ share: Double) -> String { Quantity.digits(share * 100) + " %" }
}

/// What a peer keeps of the corpus.
private struct StoredByPeer: Sendable {
    let name: String
    let bytes: UInt64
}

/// One file of the corpus.
private struct CorpusFile: Sendable {
    let path: FilePath
    let size: UInt64
}
