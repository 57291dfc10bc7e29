/// The master keys that a shard is given: the one that wraps, and during a rotation the one before it.
package struct MasterKeyRing: Sendable {
    /// The key that wraps.
    package let current: MasterKey

    /// The key that wrapped before; it only unwraps.
    package let previous: MasterKey?

    /// Makes a ring.
    ///
    /// - Parameters:
    ///   - current: The key that wraps.
    ///   - previous: The key that wrapped before, as long as something may still be wrapped under it.
    package init(current: MasterKey, previous: MasterKey? = nil) {
        self.current = current
        self.previous = previous
    }

    /// Returns the key of a name; nil when it is not in the ring.
    func key(_ id: MasterKeyID) -> MasterKey? {
        if current.id == id { return current }
        return previous.flatMap { $0.id == id ? $0 : nil }
    }

    /// The names of the keys, the current one first.
    var ids: [MasterKeyID] { [current.id] + (previous.map { [$0.id] } ?? []) }
}
