import ArgumentParser
import SystemPackage

/// How a command tells what it found, and how it ends.
enum Verdict {
    /// The exit code of a command that found something; any other failure is one of the command itself.
    static let found = ExitCode(3)

    /// Writes a line, of which nothing is kept back: the check of a broken disk may end the process.
    static func say(_ line: String) {
        // Nobody reads what cannot be written.
        _ = try? FileDescriptor.standardOutput.writeAll((line + "\n").utf8)
    }

    /// Writes a line for each finding, and ends the command if there are any.
    ///
    /// - Parameters:
    ///   - findings: A sentence for each thing that is wrong.
    ///   - seed: The seed of the command.
    /// - Throws: ``found``.
    static func tell(_ findings: [String], seed: UInt64) throws(ExitCode) {
        for finding in findings { say("FOUND seed \(seed), \(finding)") }
        guard findings.isEmpty else { throw found }
    }
}
