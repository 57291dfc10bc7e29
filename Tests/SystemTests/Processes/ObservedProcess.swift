import FoundationEssentials
import SystemPackage
import Testing

/// A running process as the system shows it.
struct ObservedProcess {
    /// The number of the process.
    let number: Int32

    /// Observes a process by its number.
    init(number: Int32) {
        self.number = number
    }

    /// Finds the process in whose environment a variable has a value that no other has.
    ///
    /// - Throws: ``ProgramError/waitedInVain(_:)`` when there is none.
    init(having variable: String, _ value: String) throws {
        let entry = Array("\(variable)=\(value)".utf8)
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            // Those of other users are not shown.
            guard let number = Int32(name), let bytes = try? Data(contentsOf: URL(filePath: "/proc/\(name)/environ"))
            else { continue }
            if bytes.split(separator: 0).contains(where: { $0.elementsEqual(entry) }) {
                self.number = number
                return
            }
        }
        throw ProgramError.waitedInVain("a process with \(variable)=\(value)")
    }

    /// Whether the process is there.
    var isRunning: Bool { FileManager.default.fileExists(atPath: "/proc/\(number)/exe") }

    /// Returns the number of open descriptors.
    func descriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(number)/fd").count
    }

    /// Sets how many descriptors the process may have, now and from now on (RLIMIT_NOFILE, the soft limit).
    func limitDescriptors(to count: Int) async throws {
        let outcome = try await Shell.run("prlimit --pid \(number) --nofile=\(count):", in: "/")
        try #require(outcome.isSuccess, "\(outcome)")
    }
}
