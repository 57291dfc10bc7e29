import ArgumentParser
import BlobModel
import BlobStore
import DurableIO
import SystemPackage

/// `attache shard export`.
struct ShardExportCommand: AsyncParsableCommand {
    /// What `attache shard export --help` says.
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copies every blob that has a reference out of a stopped shard.",
        discussion: """
            Each reference gives a file that is named by its ID, in a folder named by the domain, or by the SHA-256 of \
            the domain when all are exported; listing/000001.json and so on tell reference, content and size of each. \
            --to names a new folder, or a file that ends with .tar, or - for a tar archive on standard output. What is \
            damaged, or lacks its key, is left out and said; the exit code is 1 then. What was encrypted under a key that \
            was erased is left out too, and counted.
            """
    )

    /// The shard.
    @OptionGroup var options: StoppedShardOptions

    /// The domain.
    @Option(name: .customLong("domain"), help: "The ID of the only domain to export.")
    var domain: String?

    /// The output.
    @Option(name: .customLong("to"), help: "A folder to make, a .tar file to make, or - for standard output.")
    var target: String

    /// Checks the domain.
    func validate() throws {
        if let domain, (try? DedupDomain(validating: domain)) == nil {
            throw ValidationError("--domain is \"\(domain)\", but it must be the ID of a domain.")
        }
    }

    /// Exports the blobs.
    func run() async throws {
        try await ShardExit.explaining {
            let shard = try options.place().look()
            let domain = try domain.map { try DedupDomain(validating: $0) }
            let report = try export(domain, of: shard)
            for finding in report.findings { ShardExit.say("\(finding)") }
            if report.erased > 0 {
                ShardExit.note("left out \(CountText(report.erased, "reference")) of domains whose key was erased")
            }
            let summary = "exported \(CountText(report.blobs, "blob")), \(ByteText(report.bytes))"
            if target == "-" { ShardExit.note(summary) } else { print(summary) }
            guard report.findings.isEmpty else { throw ShardExit.findings }
        }
    }

    private func export(_ domain: DedupDomain?, of shard: StoppedShard) throws -> ExportReport {
        if target == "-" {
            var archive = TarExport { (bytes) throws(FileError) in try Self.writeToOutput(bytes) }
            return try copy(domain, of: shard, to: &archive)
        }
        if target.hasSuffix(".tar") {
            let file = try LocalFileSystem().createFile(at: FilePath(target))
            var archive = TarExport { (bytes) throws(FileError) in try file.append(bytes.span) }
            let report = try copy(domain, of: shard, to: &archive)
            try file.synchronise()
            return report
        }
        var folder = try FolderExport(FilePath(target))
        return try copy(domain, of: shard, to: &folder)
    }

    private func copy(
        _ domain: DedupDomain?,
        of shard: StoppedShard,
        to target: inout some ExportTarget
    ) throws -> ExportReport {
        let display = ProgressDisplay("export")
        defer { display.end() }
        return try shard.export(domain, to: &target) { progress in
            let text = "\(CountText(progress.references, "reference")), \(ByteText(progress.bytes))"
            display.show(ProgressReport(done: progress.references, total: progress.totalReferences, text: text))
        }
    }

    private static func writeToOutput(_ bytes: [UInt8]) throws(FileError) {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(bytes)
        } catch {
            throw .system(operation: .write, path: "standard output", errno: error as? Errno ?? .ioError)
        }
    }
}
