import ArgumentParser

/// `attache recount …`.
struct RecountCommand: AsyncParsableCommand {
    /// What `attache recount --help` says.
    static let configuration = CommandConfiguration(
        commandName: "recount",
        abstract: "Keeps nodes from releasing what the database does not know, as after a restore.",
        discussion: """
            Each node asks the front once a day which of its references exist, and releases those that it has missed \
            twice. A database that was restored from a backup does not know what was added after it. Suspend recounts \
            before the front is started on such a database, and resume them when nothing of it is wanted back.
            """,
        subcommands: [RecountSuspendCommand.self, RecountResumeCommand.self, RecountStatusCommand.self]
    )
}
