import BlobStore

/// The master keys that the operator of an encrypted shard has in the settings.
///
/// He adds a new one beside the former, has it rotated, and takes the former one away only when that was acknowledged.
struct MasterKeyStage: Hashable, Sendable {
    /// Four characters of base64url for three equal bytes, of which each key has 32.
    private static let texts = ["BwcH", "CAgI", "CQkJ", "CgoK", "CwsL"]

    private var number = 0
    private var isRotating = false

    /// Adds a new master key, unless the rotation to the one before is not acknowledged yet.
    mutating func begin() {
        guard !isRotating else { return }
        number += 1
        isRotating = true
    }

    /// Takes the former master key away.
    mutating func finish() {
        isRotating = false
    }

    /// The keys; always the same for the same stage.
    func ring() throws -> MasterKeyRing {
        MasterKeyRing(current: try Self.key(number), previous: isRotating ? try Self.key(number - 1) : nil)
    }

    private static func key(_ number: Int) throws -> MasterKey {
        let text = texts[number % texts.count]
        return try MasterKey(parsing: String(repeating: text, count: 10) + text.prefix(3))
    }
}
