import BlobModel
import CalendarStore
import SQLDatabase
import Testing

/// Something that no fault of a program may do to a home, done by hand while the front is dead.
struct HomeDamage: Sendable {
    /// How it is done.
    enum Cause: Sendable {
        /// By statements, of a home and its domain.
        case statements(@Sendable (DamagedHome, String) -> [String])
        /// At the node, behind the front's back.
        case atNode(@Sendable (DamagedHome, PlacedDomain) async throws -> Void)
    }

    /// What it is.
    let name: String

    /// What has to be told of it, and nothing else.
    let kinds: Set<WorldFinding.Kind>

    /// How it is done.
    let cause: Cause

    /// Does it.
    ///
    /// - Parameters:
    ///   - home: The home that it befalls.
    ///   - place: Where its files are.
    ///   - database: The metadata database, of which the front knows nothing meanwhile.
    /// - Throws: `SQLError`; the errors of a request to the node.
    func befall(_ home: DamagedHome, at place: PlacedDomain, in database: any SQLDatabase) async throws {
        switch cause {
        case .statements(let statements):
            let domain = try await home.world.home(in: database).text
            let texts = statements(home, domain)
            try await database.write { txn in
                for text in texts { try txn.execute(text, []) }
            }
        case .atNode(let change):
            try await change(home, place)
        }
    }

    /// Every damage.
    static let all = links + counts + releases + bytes

    private static let links = [
        HomeDamage(
            name: "an attachment on an event has no link",
            kinds: [.link, .bytes],
            cause: .statements { home, _ in
                ["DELETE FROM attachment_link WHERE attachment = \(home.id(DamagedHome.kept))"]
            }
        ),
        HomeDamage(
            name: "a link is that of no event",
            kinds: [.link],
            cause: .statements { home, domain in
                [
                    "INSERT INTO attachment_link (object, attachment, domain) VALUES ('nowhere', \(home.id(DamagedHome.kept)), '\(domain)')"
                ]
            }
        ),
        HomeDamage(
            name: "a removed attachment has its link still",
            kinds: [.link, .unlinked, .reference, .quota],
            cause: .statements { home, domain in
                let removed = home.id(DamagedHome.removed)
                let object = "(SELECT object FROM attachment_link WHERE attachment = \(home.id(DamagedHome.kept)))"
                return [
                    "INSERT INTO attachment_link (object, attachment, domain) VALUES (\(object), \(removed), '\(domain)')",
                    "UPDATE attachment_holding SET state = 'live', removed = NULL WHERE attachment = \(removed)",
                    "UPDATE attachment_usage SET bytes = bytes + 1000, holdings = holdings + 1 WHERE domain = '\(domain)'",
                    "DELETE FROM attachment_outbox WHERE attachment = \(removed)",
                ]
            }
        ),
        HomeDamage(
            name: "an event is lost",
            kinds: [.object, .link, .bytes],
            cause: .statements { home, _ in
                let object = "SELECT object FROM attachment_link WHERE attachment = \(home.id(DamagedHome.kept))"
                return ["DELETE FROM calendar_object WHERE id IN (\(object))"]
            }
        ),
    ]

    private static let counts = [
        HomeDamage(
            name: "the quota counts an octet too many",
            kinds: [.quota],
            cause: .statements { _, domain in
                ["UPDATE attachment_usage SET bytes = bytes + 1 WHERE domain = '\(domain)'"]
            }
        ),
        HomeDamage(
            name: "a linked attachment is taken for a removed one",
            kinds: [.reference, .bytes],
            cause: .statements { home, _ in
                [
                    "UPDATE attachment_holding SET state = 'removed', removed = 1 "
                        + "WHERE attachment = \(home.id(DamagedHome.kept))"
                ]
            }
        ),
    ]

    private static let releases = [
        HomeDamage(
            name: "a release is forgotten",
            kinds: [.reference, .unlinked],
            cause: .statements { home, _ in
                ["DELETE FROM attachment_outbox WHERE attachment = \(home.id(DamagedHome.removed))"]
            }
        ),
        HomeDamage(
            name: "a linked attachment is released",
            kinds: [.reference, .bytes],
            cause: .statements { home, domain in
                let kept = home.id(DamagedHome.kept)
                return [
                    "INSERT INTO attachment_outbox (reference, attachment, domain, due, started, attempts) SELECT reference, attachment, domain, 0, 0, 0 FROM attachment_holding "
                        + "WHERE attachment = \(kept)"
                ]
            }
        ),
        HomeDamage(
            name: "the node loses a reference",
            kinds: [.reference, .bytes],
            cause: .atNode { home, place in
                let id = try #require(home.world.registry.ids[DamagedHome.kept])
                try await place.release(ReferenceID(validating: id))
            }
        ),
        HomeDamage(
            name: "the node has bytes of which nobody knows",
            kinds: [.reference],
            cause: .atNode { _, place in _ = try await place.putOrphan(SampleFile.noise(4, count: 900)) }
        ),
    ]

    private static let bytes = [
        HomeDamage(
            name: "an attachment has the bytes of another",
            kinds: [.bytes],
            cause: .statements { home, _ in
                let other = "SELECT blob FROM attachment WHERE id = \(home.id(DamagedHome.other))"
                return ["UPDATE attachment SET blob = (\(other)) WHERE id = \(home.id(DamagedHome.kept))"]
            }
        )
    ]
}
