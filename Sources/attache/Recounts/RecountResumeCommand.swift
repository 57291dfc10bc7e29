import ArgumentParser
import DeploymentStore
import SQLDatabase

/// `attache recount resume`.
struct RecountResumeCommand: AsyncParsableCommand {
    /// What `attache recount resume --help` says.
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Lets recounts go on.",
        discussion: """
            What a node misses from now on it releases when it has missed it for the grace, 24 hours unless set \
            otherwise, and not before.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Resumes recounts.
    func run() async throws {
        try await database.withExistingDatabase { database in
            try await database.write { txn in try DeploymentStore().resumeRecounts(in: txn) }
        }
        print("recounts go on")
    }
}
