import ArgumentParser

/// `attache attachment …`.
struct AttachmentCommand: AsyncParsableCommand {
    /// What `attache attachment --help` says.
    static let configuration = CommandConfiguration(
        commandName: "attachment",
        abstract: "Looks after attachments: what there is, what was removed, and what has to go.",
        discussion: """
            The commands work on the metadata database while the front runs, and ask no node. A file that a user removed \
            can be brought back until its grace is over (attachments.grace, a day unless set); the front releases its \
            bytes then. A file that "remove" took away is gone for everybody; who asks for it is told the reason.

            The exit code is 0 when it is done, 1 when nothing was found, 69 when it is refused, and 64 when the command \
            line is wrong; 66 and 75 (no database, busy) are those of all commands.
            """,
        subcommands: [
            AttachmentListCommand.self, AttachmentShowCommand.self, AttachmentVersionsCommand.self,
            AttachmentRestoreCommand.self, AttachmentRemoveCommand.self, AttachmentPurgeCommand.self,
        ]
    )
}
