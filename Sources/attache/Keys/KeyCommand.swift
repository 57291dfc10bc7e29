import ArgumentParser

/// `attache key …`.
struct KeyCommand: AsyncParsableCommand {
    /// What `attache key --help` says.
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Runs the ring of keys that sign download links, and the keys of encrypted shards.",
        discussion: """
            To change the key without a broken link: add a key; activate it, which waits until every node knows it and \
            retires the former one; remove that one a day later, when its last link has expired.
            """,
        subcommands: [
            KeyAdd.self, KeyActivate.self, KeyRetire.self, KeyRemove.self, KeyList.self,
            MasterKeyCommand.self, DomainKeyCommand.self,
        ]
    )
}
