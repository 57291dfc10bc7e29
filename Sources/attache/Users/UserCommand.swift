import ArgumentParser

/// `attache user …`.
struct UserCommand: AsyncParsableCommand {
    /// What `attache user --help` says.
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Adds, lists and removes users, and sets their passwords and app passwords.",
        subcommands: [
            UserAdd.self, UserList.self, UserPassword.self, AppPasswordCommand.self, UserRemove.self,
        ]
    )
}
