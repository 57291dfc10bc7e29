import ICalendar
import Synchronization

/// The time zones that objects define themselves: most objects of a client repeat the same definition, so that the last
/// ones that are not large are kept.
///
/// A zone is found by the whole text of its definition, and by nothing that another user could write differently.
enum DefinedZones {
    /// Room for some hundred definitions.
    private static let cache = Mutex(BoundedCache<DefinitionText, DefinedZone>(capacity: 8 << 20))
    private static let maximumTextOctets = 16 << 10

    /// Reads a VTIMEZONE, or finds what was read of the same text before.
    ///
    /// - Parameter component: The VTIMEZONE component.
    /// - Returns: The zone.
    /// - Throws: What is wrong with the definition; that is not kept.
    static func zone(definedBy component: Component) throws(RecurrenceError) -> DefinedZone {
        let text = DefinitionText(component)
        if let known = cache.withLock({ $0[text] }) { return known }
        let zone = try TimeZoneDefinition(component).zone()
        if text.octets.count <= maximumTextOctets {
            cache.withLock { $0.keep(zone, for: text, octets: text.octets.capacity + zone.transitions.octets) }
        }
        return zone
    }
}

/// What a definition came to.
struct DefinedZone: Sendable {
    /// The offsets of the zone.
    let transitions: ZoneTransitions

    /// The steps that its rules took, also where they were not taken again.
    let work: Int
}

/// The text of a definition, with its hash, which is calculated once and while nobody waits for a lock.
private struct DefinitionText: Hashable, Sendable {
    let octets: [UInt8]
    private let fingerprint: Int

    init(_ component: Component) {
        octets = component.serialised()
        fingerprint = Self.fingerprint(octets)
    }

    /// Returns a hash of octets, eight at a time: the hash of an array asks each of them for its own.
    private static func fingerprint(_ octets: [UInt8]) -> Int {
        var hasher = Hasher()
        var word: UInt64 = 0
        for (index, octet) in octets.enumerated() {
            word = word << 8 | UInt64(octet)
            if index % 8 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
        hasher.combine(octets.count)
        return hasher.finalize()
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(fingerprint)
    }
}
