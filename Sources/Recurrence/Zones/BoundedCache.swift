/// The last values that were calculated, bounded by what they weigh together; when it is full, it begins anew.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// What an entry takes beside its key and its value, in octets.
    private static var octetsBesideContent: Int { 128 }

    /// What all entries may weigh together, in octets.
    let capacity: Int
    /// What all entries weigh together, in octets; never more than the capacity.
    private(set) var octets = 0
    private var entries: [Key: Value] = [:]

    /// Makes an empty cache.
    ///
    /// - Parameter capacity: What all entries may weigh together, in octets.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Returns a value that was kept, or nil.
    subscript(key: Key) -> Value? { entries[key] }

    /// Keeps a value, unless it weighs more than the 64th part of the capacity.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - key: What it belongs to.
    ///   - weight: What the key and the value weigh, in octets.
    mutating func keep(_ value: Value, for key: Key, octets weight: Int) {
        let weight = weight + Self.octetsBesideContent
        guard weight <= capacity / 64, entries[key] == nil else { return }
        if octets + weight > capacity {
            entries.removeAll()
            octets = 0
        }
        entries[key] = value
        octets += weight
    }
}
