import ArgumentParser

/// `attache user app-password …`.
struct AppPasswordCommand: AsyncParsableCommand {
    /// What `attache user app-password --help` says.
    static let configuration = CommandConfiguration(
        commandName: "app-password",
        abstract: "Makes, lists and removes the passwords of a user's devices and programs.",
        discussion: """
            An app password stands in for the user's own in one device or program, and can be taken from it alone. It is \
            shown once, when it is made.
            """,
        subcommands: [AppPasswordAdd.self, AppPasswordList.self, AppPasswordRemove.self]
    )
}
