import BlobModel

/// What is known of the domains asked for lately, so that most calls read no key file.
struct DomainStandingCache {
    private let limit: Int
    private var standings: [ContentID: DomainStanding] = [:]
    private var order: [ContentID] = []
    private var unharmed: Set<ContentID> = []

    /// The number of changes so far: what was read before a change must not be kept after it.
    private(set) var changes = 0

    /// Makes an empty cache.
    ///
    /// - Parameter limit: The most domains to keep; the one kept longest makes room.
    init(limit: Int) {
        self.limit = limit
    }

    /// Returns what is known of a domain; nil when its file must be read.
    subscript(domainKey: ContentID) -> DomainStanding? { standings[domainKey] }

    /// Keeps what a file said, unless a file was changed since the reading began.
    ///
    /// - Parameters:
    ///   - standing: What the file said.
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - changes: The number of changes before the file was read.
    mutating func keep(_ standing: DomainStanding, of domainKey: ContentID, readAfter changes: Int) {
        guard changes == self.changes else { return }
        insert(standing, domainKey)
    }

    /// Notes what a file says from now on.
    mutating func change(_ domainKey: ContentID, to standing: DomainStanding) {
        changes += 1
        unharmed.remove(domainKey)
        insert(standing, domainKey)
    }

    /// Tells whether a domain without a key is known to have nothing under a key that was lost.
    func isUnharmed(_ domainKey: ContentID) -> Bool { unharmed.contains(domainKey) }

    /// Notes that a domain without a key has nothing under one, unless a file was changed since somebody began to look.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - changes: The number of changes before the look.
    mutating func noteUnharmed(_ domainKey: ContentID, seenAfter changes: Int) {
        guard changes == self.changes else { return }
        if unharmed.count >= limit { unharmed = [] }
        unharmed.insert(domainKey)
    }

    private mutating func insert(_ standing: DomainStanding, _ domainKey: ContentID) {
        guard standings.updateValue(standing, forKey: domainKey) == nil else { return }
        order.append(domainKey)
        guard order.count > limit else { return }
        standings[order.removeFirst()] = nil
    }
}
