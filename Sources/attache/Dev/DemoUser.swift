import CalendarStore
import Cryptography

/// A user for trying out, whose password is the name.
struct DemoUser: Hashable, Sendable {
    /// The login name, and the password.
    let name: String

    /// The name for people.
    let displayName: String

    /// Whether the user is an administrator.
    let isAdministrator: Bool

    /// The cost of the demo users' password hashes: N = 2¹², r = 8, p = 1, a few milliseconds and 4 MiB.
    ///
    /// Lower than that of real users, since the passwords are no secrets and a thousand of them shall not take a
    /// minute. The cost is a part of the hash, so that both kinds are verified alike.
    static let passwordCost = ScryptParameters(logCost: 12, blockSize: 8, parallelism: 1) ?? .standard

    /// Returns alice, bob, carol, admin, and numbered users from `user01` on.
    static func all(numbered count: Int) -> [DemoUser] {
        let named = ["alice", "bob", "carol"].map { name in
            DemoUser(name: name, displayName: name.prefix(1).uppercased() + name.dropFirst(), isAdministrator: false)
        }
        let admin = DemoUser(name: "admin", displayName: "Admin", isAdministrator: true)
        let numbered = (0..<count).map { index in
            let number = (index < 9 ? "0" : "") + "\(index + 1)"
            return DemoUser(name: "user\(number)", displayName: "User \(number)", isAdministrator: false)
        }
        return named + [admin] + numbered
    }

    /// The calendar user address.
    var address: String { "mailto:\(name)@example.com" }

    /// Returns what is stored of the user; hashing blocks for a few milliseconds.
    func stored() -> NewUser? {
        UserID(parsing: name).map { uid in
            NewUser(
                uid: uid,
                displayName: displayName,
                passwordHash: PasswordHash(hashing: name, parameters: Self.passwordCost).encoded,
                addresses: [address],
                isAdministrator: isAdministrator
            )
        }
    }
}
