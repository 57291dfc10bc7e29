import ArgumentParser
import SQLDatabase
import Testing

@testable import attache

/// With what every command ends when something is wrong with the database.
struct DatabaseExitTests {
    private struct Other: Error {}

    @Test(
        arguments: [
            (SQLError.busy, 75), (.schemaTooNew(component: "calendar", found: 9, known: 1), 65),
            (.corrupt(message: "metadata.sqlite"), 65), (.full, 73), (.closed, 74),
            (MissingDatabase(path: "/nowhere"), 66),
        ] as [(any Error & Sendable, Int32)]
    )
    func `the exit code tells what is wrong`(error: any Error & Sendable, code: Int32) async throws {
        let exit = await #expect(throws: ExitCode.self) { try await DatabaseExit.explaining { throw error } }
        #expect(exit?.rawValue == code)
    }

    @Test func `what is not about the database is left to its command`() async throws {
        await #expect(throws: Other.self) { try await DatabaseExit.explaining { throw Other() } }
    }
}
