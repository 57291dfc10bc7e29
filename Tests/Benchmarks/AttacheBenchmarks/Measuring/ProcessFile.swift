import FoundationEssentials
import SystemPackage

/// What the kernel tells of a process in `/proc`.
struct ProcessFile: Sendable {
    private let process: Int32

    /// Names the process.
    init(_ process: Int32) {
        self.process = process
    }

    /// The time that the process has spent on processors, as a program and in the kernel, in ticks of 10 ms.
    ///
    /// Fields 14 and 15 of `stat`: utime and stime (proc(5)).
    ///
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    func processorTicks() throws(BenchmarkError) -> UInt64 {
        let fields = try stat()
        guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12]) else {
            throw .unreadable(path("stat"))
        }
        return user + system
    }

    /// The process that started this one: field 4 of `stat`.
    ///
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    func parent() throws(BenchmarkError) -> Int32 {
        guard let parent = try stat().dropFirst().first.flatMap({ Int32($0) }) else { throw .unreadable(path("stat")) }
        return parent
    }

    /// The bytes that the process had the kernel write to disks (`write_bytes` of `io`).
    ///
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    func writtenBytes() throws(BenchmarkError) -> UInt64 {
        try number("write_bytes:", in: "io")
    }

    /// The bytes of anonymous memory that are in use (`RssAnon` of `status`).
    ///
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    func anonymousBytes() throws(BenchmarkError) -> UInt64 {
        try number("RssAnon:", in: "status") * 1024
    }

    /// Whether the process has ended, its status perhaps not yet asked for: field 3 of `stat` is `Z`.
    var hasEnded: Bool {
        guard let state = try? stat().first else { return true }
        return state == "Z"
    }

    /// Returns a process with all that it has started itself.
    static func family(of process: Int32) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let children = entries.compactMap { Int32($0) }.filter { (try? ProcessFile($0).parent()) == process }
        return [process] + children
    }

    private func path(_ name: String) -> FilePath { FilePath("/proc/\(process)/\(name)") }

    /// The fields of `stat` from the third on; the second, the name, may hold spaces.
    private func stat() throws(BenchmarkError) -> [Substring] {
        let text = try SystemText.read(path("stat"))
        guard let name = text.lastIndex(of: ")") else { throw .unreadable(path("stat")) }
        return text[text.index(after: name)...].split(separator: " ")
    }

    private func number(_ name: String, in file: String) throws(BenchmarkError) -> UInt64 {
        let lines = try SystemText.read(path(file)).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(name) }),
            let number = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ UInt64($0) })
        else { throw .unreadable(path(file)) }
        return number
    }
}
