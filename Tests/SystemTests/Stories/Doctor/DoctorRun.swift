import FoundationEssentials
import Subprocess
import SystemPackage

/// `attache doctor` as a person runs it.
struct DoctorRun: Sendable {
    /// How it ended: 0 fine, 1 warnings, 2 failures.
    let code: Int32

    /// What it wrote to standard output.
    let text: String

    /// Runs the doctor for a user whose password is the name.
    init(_ base: String, user: String = "alice", password: String? = nil, _ options: String...) async throws {
        let outcome = try await withTemporaryDirectory { directory in
            let file = directory.appending("password")
            try Data((password ?? user).utf8).write(to: URL(filePath: file.string))
            let arguments = [
                "doctor", "--user", user, "--base", base, "--password-file", file.string, "--timeout", "5",
            ]
            return try await Shell.run(.attache, arguments + options)
        }
        code = if case .exited(let code) = outcome.status { code } else { -1 }
        text = outcome.text + outcome.errors
    }
}
