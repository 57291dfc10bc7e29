package import BlobModel
import Cryptography
package import FoundationEssentials
package import SQLDatabase

extension DeploymentStore {
    /// Returns the root keys that sign or verify, in the order in which they were added.
    ///
    /// - Throws: `DeploymentStoreError.notInitialised`; `SQLError`.
    package func keyRing(in txn: any SQLTransaction) throws -> RootKeyRing {
        let rows = try txn.query(
            "SELECT id, state, secret FROM signing_key WHERE state <> 'gone' ORDER BY position"
        )
        guard !rows.isEmpty else { throw DeploymentStoreError.notInitialised }
        return try RootKeyRing(
            validating: rows.map { row in
                try SigningKey(
                    id: try row.parsed("id") { try? SigningKeyID(validating: $0) },
                    state: try row.parsed("state", SigningKey.State.init(rawValue:)),
                    secret: try row.blob("secret")
                )
            }
        )
    }

    /// Returns the keys that sign or verify, without their secrets, in the order in which they were added.
    ///
    /// - Throws: `SQLError`.
    package func keyRecords(in txn: any SQLTransaction) throws -> [SigningKeyRecord] {
        try txn.query(
            "SELECT id, state, created, changed FROM signing_key WHERE state <> 'gone' ORDER BY position"
        ).map { row in
            SigningKeyRecord(
                id: try row.parsed("id") { try? SigningKeyID(validating: $0) },
                state: try row.parsed("state", SigningKey.State.init(rawValue:)),
                created: try row.instant("created"),
                changed: try row.instant("changed")
            )
        }
    }

    /// Makes a new key, which is pending: it verifies and signs nothing yet.
    ///
    /// - Returns: The key's ID, which no key ever had before.
    /// - Throws: `DeploymentStoreError.notInitialised`; `SQLError`.
    package func addKey(now: Date, in txn: any SQLTransaction) throws -> SigningKeyID {
        let ring = try keyRing(in: txn)
        let id = try SigningKeyID(validating: "k\(try lastKeyPosition(in: txn) + 1)")
        let longer = try ring.adding(id, secret: SecureRandom.bytes(SigningKey.secretByteCount))
        for key in longer.keys where key.id == id { try insert(key, now: now, in: txn) }
        return id
    }

    /// Lets a pending key sign; the one that signed until now is retired.
    ///
    /// - Throws: `DeploymentStoreError.keyNotFound`, `.keyState` unless the key is pending; `SQLError`.
    package func activateKey(_ id: SigningKeyID, now: Date, in txn: any SQLTransaction) throws {
        try require(id, [.pending], in: txn)
        let ring = try keyRing(in: txn)
        try save(try ring.activating(id), over: ring, now: now, in: txn)
    }

    /// Takes a pending key out of the way: it verifies and can not be activated any more.
    ///
    /// The active key is retired by activating another one, so that there is always one that signs.
    ///
    /// - Throws: `DeploymentStoreError.keyNotFound`, `.keyState` unless the key is pending; `SQLError`.
    package func retireKey(_ id: SigningKeyID, now: Date, in txn: any SQLTransaction) throws {
        try require(id, [.pending], in: txn)
        let ring = try keyRing(in: txn)
        try save(try ring.retiring(id), over: ring, now: now, in: txn)
    }

    /// Ends a key that does not sign: its secret is erased, and what it signed is refused from then on.
    ///
    /// - Throws: `DeploymentStoreError.keyNotFound`, `.keyState` when the key is active; `SQLError`.
    package func removeKey(_ id: SigningKeyID, now: Date, in txn: any SQLTransaction) throws {
        try require(id, [.pending, .retired], in: txn)
        try txn.execute(
            "UPDATE signing_key SET state = 'gone', secret = NULL, changed = ? WHERE id = ?",
            [SQLValue(now), .text(id.text)]
        )
    }

    /// Writes a new key down behind all others.
    func insert(_ key: SigningKey, now: Date, in txn: any SQLTransaction) throws {
        try txn.execute(
            "INSERT INTO signing_key (id, position, state, secret, created, changed) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(key.id.text), .integer(try lastKeyPosition(in: txn) + 1), .text(key.state.rawValue),
                .blob(key.secret), SQLValue(now), SQLValue(now),
            ]
        )
    }

    /// Counts keys that are gone too, so that no ID is used twice.
    private func lastKeyPosition(in txn: any SQLTransaction) throws -> Int64 {
        try txn.first("SELECT position FROM signing_key ORDER BY position DESC LIMIT 1")?.integer("position") ?? 0
    }

    private func require(
        _ id: SigningKeyID,
        _ allowed: [SigningKey.State],
        in txn: any SQLTransaction
    ) throws {
        guard let record = try keyRecords(in: txn).first(where: { $0.id == id }) else {
            throw DeploymentStoreError.keyNotFound(id)
        }
        guard allowed.contains(record.state) else {
            throw DeploymentStoreError.keyState(id, found: record.state, allowed: allowed)
        }
    }

    /// Writes the states that changed, the active one last, since the table never has two.
    private func save(
        _ ring: RootKeyRing,
        over old: RootKeyRing,
        now: Date,
        in txn: any SQLTransaction
    ) throws {
        let changed = ring.keys.filter { !old.keys.contains($0) }
        for key in changed.filter({ $0.state != .active }) + changed.filter({ $0.state == .active }) {
            try txn.execute(
                "UPDATE signing_key SET state = ?, changed = ? WHERE id = ?",
                [.text(key.state.rawValue), SQLValue(now), .text(key.id.text)]
            )
        }
    }
}
