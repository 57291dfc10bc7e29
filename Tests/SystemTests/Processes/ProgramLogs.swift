import FoundationEssentials
import Synchronization
import SystemPackage
import Testing

/// The logs of the programs that run, which are printed as soon as a story fails.
enum ProgramLogs {
    private static let current = Mutex<[FilePath]>([])

    /// Keeps a log at hand during a body.
    static func during<Value>(_ log: FilePath, _ body: () async throws -> Value) async throws -> Value {
        current.withLock { $0.append(log) }
        defer { current.withLock { logs in logs.removeAll { $0 == log } } }
        do {
            return try await body()
        } catch {
            show()
            throw error
        }
    }

    /// Prints the ends of the logs, each once.
    static func show() {
        let logs = current.withLock { logs in
            defer { logs = [] }
            return logs
        }
        for log in logs {
            let text = (try? Data(contentsOf: URL(filePath: log.string))).map { String(decoding: $0, as: UTF8.self) }
            print("--- \(log.lastComponent?.string ?? log.string)\n\(text?.suffix(8000) ?? "")---")
        }
    }
}

extension Trait where Self == IssueHandlingTrait {
    /// Prints what the programs wrote when the first expectation fails.
    static var showingLogs: Self {
        .compactMapIssues { issue in
            ProgramLogs.show()
            return issue
        }
    }
}
