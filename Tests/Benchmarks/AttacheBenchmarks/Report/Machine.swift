import FoundationEssentials
import SystemPackage

/// The machine that figures were measured on, without which they say little.
struct Machine: Codable, Sendable {
    /// The model of the processor.
    let processor: String

    /// The number of processors.
    let processors: Int

    /// The bytes of memory.
    let memory: UInt64

    /// The release of the kernel.
    let kernel: String

    /// The type of the file system that the data were on.
    let fileSystem: String

    /// The microseconds that every synchronisation was made to take longer, or nil (`make bench SYNC_DELAY=…`).
    let synchronisationDelay: Int?

    /// Looks at this machine.
    ///
    /// - Parameter directory: Where the data are.
    init(data directory: FilePath) {
        let information = (try? SystemText.read("/proc/cpuinfo")) ?? ""
        let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
        processor =
            model.flatMap { $0.split(separator: ":").last }.map { $0.trimmingPrefix(" ") }.map(String.init)
            ?? "unknown"
        processors = ProcessInfo.processInfo.activeProcessorCount
        memory = ProcessInfo.processInfo.physicalMemory
        kernel = ((try? SystemText.read("/proc/sys/kernel/osrelease")) ?? "unknown").filter { !$0.isNewline }
        fileSystem = Self.fileSystem(of: directory)
        let delay = ProcessInfo.processInfo.environment["SYNC_DELAY"].flatMap(Int.init) ?? 0
        synchronisationDelay = delay > 0 ? delay : nil
    }

    /// One line about the machine.
    var description: String {
        let machine = "\(processors) × \(processor), \(Quantity.bytes(Double(memory))) of memory, Linux \(kernel)"
        let delay = synchronisationDelay.map { ", each synchronisation delayed by \(Quantity.time(Double($0)))" } ?? ""
        return "\(machine), data on \(fileSystem)\(delay)"
    }

    /// The type of the mount with the longest path before the directory's: proc(5), `mounts`.
    private static func fileSystem(of directory: FilePath) -> String {
        let mounts = ((try? SystemText.read("/proc/self/mounts")) ?? "").split(separator: "\n")
        let fields = mounts.map { $0.split(separator: " ") }.filter { $0.count > 2 }
        let holding = fields.filter { directory.starts(with: FilePath(String($0[1]))) }
        return holding.max { $0[1].count < $1[1].count }.map { String($0[2]) } ?? "unknown"
    }
}
