import ArgumentParser
import SQLDatabase
import Testing

@testable import attache

/// With what every command ends when something is wrong with the database.
struct DatabaseExitTests {
    private struct Other: Error {}

    @Test(
        arguments: [
            (SQLError.busy, 75), (SQLError.schemaTooNew(component: "calendar", found: 9, known: 1), 65),
            (SQLError.corrupt(message: "metadata.sqlite"), 65), (SQLError.full, 73), (SQLError.closed, 74),
            (SQLError.cannotOpen(path: "/nowhere/m.sqlite", message: "it is not writable"), 74),
            (SQLError.malformedURL("x", reason: "it has no scheme"), 78), (MissingDatabase(path: "/nowhere"), 66),
        ] as [(any Error & Sendable, Int32)]
    )
    func `the exit code tells what is wrong`(error: any Error & Sendable, code: Int32) {
        #expect(DatabaseExit.explaining(error) as? ExitCode == ExitCode(code))
    }

    @Test func `what is not about the database is left to its command`() {
        #expect(DatabaseExit.explaining(Other()) is Other)
        #expect(DatabaseExit.explaining(ShardExit.findings) as? ExitCode == ShardExit.findings)
    }
}
