import FoundationEssentials
import Subprocess
import SystemPackage

/// Another calendar server, on the same calendars.
enum CalendarPeer: String, CaseIterable, Sendable {
    /// Radicale: a file for each event, in a folder for each calendar; synchronised to the disk, as it is by default.
    case radicale
    /// Xandikos: a file for each event, in a git repository for each calendar, with a commit for each change.
    case xandikos

    /// Runs the server for the time of a body; it takes every password.
    ///
    /// - Parameters:
    ///   - programs: Where the program is.
    ///   - directory: What belongs to this run.
    ///   - calendars: What it begins with.
    ///   - body: What is done while the server runs.
    /// - Returns: What the body returns.
    /// - Throws: ``BenchmarkError``, what writing throws, and what the body throws.
    func run<Value: Sendable>(
        _ programs: Programs,
        in directory: FilePath,
        with calendars: [CalendarData],
        _ body: (CalendarServer) async throws -> Value
    ) async throws -> Value {
        let executable = try programs.peer(rawValue)
        let data = directory.appending(rawValue)
        for calendar in calendars { try await write(calendar, under: data) }
        let port = try FreePorts.first(of: 1)
        let log = directory.appending("\(rawValue).log")
        let server = ServerProcess(
            name: rawValue,
            executable: executable,
            arguments: arguments(data: data, port: port),
            log: log
        )
        return try await server.run { process in
            let calendars = CalendarServer(name: name, process: process, port: port, path: path)
            let first = calendars.ask("PROPFIND", CalendarData.smallest.name, depth: 0).carrying(0, expecting: 207)
            try await Readiness(server: name, process: process, log: log).wait(port: port, for: first)
            return try await body(calendars)
        }
    }

    private var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    private func arguments(data: FilePath, port: Int) -> [String] {
        switch self {
        case .radicale:
            [
                "--server-hosts", "127.0.0.1:\(port)", "--server-max-connections", "128", "--auth-type", "none",
                "--storage-filesystem-folder", data.string, "--logging-level", "warning",
            ]
        case .xandikos:
            [
                "serve", "-d", data.string, "--current-user-principal", "/user/", "-l", "127.0.0.1", "-p", "\(port)",
                "--no-detect-systemd", "--defaults",
            ]
        }
    }

    private var path: @Sendable (_ calendar: String, _ user: String) -> String {
        switch self {
        case .radicale: { calendar, user in "/\(user)/\(calendar)/" }
        case .xandikos: { calendar, user in "/user/calendars/\(user)-\(calendar)/" }
        }
    }

    /// Writes a calendar as the server itself keeps it: to put them one by one would take hours.
    private func write(_ calendar: CalendarData, under data: FilePath) async throws {
        for user in calendar.users {
            let root = self == .radicale ? data.appending("collection-root") : data
            let folder = root.pushing(FilePath(String(path(calendar.name, user).dropFirst())))
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            for event in calendar.events {
                try Data(event.text.utf8).write(to: URL(filePath: folder.appending("\(event.name).ics").string))
            }
            try await finish(folder)
        }
    }

    private func finish(_ folder: FilePath) async throws {
        switch self {
        case .radicale:
            let properties = Data(#"{"tag": "VCALENDAR"}"#.utf8)
            try properties.write(to: URL(filePath: folder.appending(".Radicale.props").string))
        case .xandikos:
            let properties = Data("[DEFAULT]\ntype = calendar\n".utf8)
            try properties.write(to: URL(filePath: folder.appending(".xandikos").string))
            let git = "git init -q && git add -A && git -c user.name=b -c user.email=b@example.com commit -q -m begin"
            let result = try await Subprocess.run(
                .name("sh"),
                arguments: ["-c", git],
                workingDirectory: folder,
                output: .discarded,
                error: .string(limit: 1 << 16)
            )
            guard result.terminationStatus.isSuccess else {
                throw BenchmarkError.programFailed("git", output: result.standardError)
            }
        }
    }
}
