import ArgumentParser
import SQLDatabase
import BlobModel
import DeploymentStore
import FoundationEssentials

/// `attache key remove`.
struct KeyRemove: AsyncParsableCommand {
    /// What `attache key remove --help` says.
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Ends a key that does not sign: its secret is erased, and its links are refused.",
        discussion: """
            Links live for at most a day: a key that was retired is removed when its last link may have expired, and \
            refused until then. With --force it is removed at once, as when it leaked.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The key.
    @Argument(help: "The ID of the key, as \"attache key list\" shows it.")
    var key: KeyArgument

    /// Whether to break links.
    @Flag(name: .customLong("force"), help: "Remove the key though links that it signed may still be in use.")
    var isForced = false

    /// Removes the key.
    func run() async throws {
        let removal = KeyRemoval(key: key.id, isForced: isForced)
        try await database.withExistingDatabase { database in
            try await database.write { txn in try removal.apply(now: Date(), in: txn) }
        }
        print("removed \(key.id)")
    }
}

/// The step by which a signing key ends.
struct KeyRemoval: Sendable {
    /// The longest time for which a link may be good after its key was retired, in seconds.
    ///
    /// The last minute is for the clocks of the hosts, and for fronts, which sign with it for some seconds more.
    static let linger: Double =
        Double((SignedURL.maximumLifetime + SignedURL.expiryGranularity + SignedURL.skew).components.seconds) + 60

    /// The key.
    let key: SigningKeyID

    /// Whether links that are in use are no reason against it.
    let isForced: Bool

    /// Removes the key.
    ///
    /// - Throws: ``KeyInUseError``; `DeploymentStoreError`; `SQLError`.
    func apply(now: Date, in txn: any SQLTransaction) throws {
        let store = DeploymentStore()
        let record = try store.keyRecords(in: txn).first { $0.id == key }
        // A pending key has signed nothing; of one that is active or gone the store says why it stays.
        if let record, record.state == .retired, !isForced {
            let end = record.changed.addingTimeInterval(Self.linger)
            guard now >= end else { throw KeyInUseError(key: key, end: end) }
        }
        try store.removeKey(key, now: now, in: txn)
    }
}

/// Links that a key signed may still be in use.
struct KeyInUseError: Error, Hashable, CustomStringConvertible {
    /// The key.
    let key: SigningKeyID

    /// The instant at which the last of them has expired.
    let end: Date

    /// Until when, as a sentence, with what to do.
    var description: String {
        "Links that \(key) signed may be in use until \(end.formatted(.iso8601)). Nothing was changed. Remove it then, or "
            + "add --force if it leaked: its links are refused from then on, and clients get new ones from the front."
    }
}
