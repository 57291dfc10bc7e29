import FoundationEssentials
// Brings the data: without it every TimeZone of FoundationEssentials is GMT.
import FoundationInternationalization
import Synchronization

/// The time zones that have a name: those of the IANA database that come with the Foundation library.
enum NamedZones {
    /// The zones by the names that were asked for, those of no zone as well: room for some thousand names.
    private static let cache = Mutex(BoundedCache<String, ZoneTransitions?>(capacity: 8 << 20))
    private static let maximumNameOctets = 255
    /// The time before which the library has the same offset always.
    private static let start = Date(timeIntervalSince1970: -2_177_452_800)
    /// The time at which the tables end, while the library goes on for half a million years.
    private static let end = Date(timeIntervalSince1970: Double(ZoneTransitions.horizon.secondsSinceEpoch))

    /// Finds a zone by a name that a TZID may have.
    ///
    /// Known are the names of the IANA database, the same after a prefix
    /// (`/freeassociation.sourceforge.net/Europe/Berlin`), and the names of Windows (`W. Europe Standard Time`).
    ///
    /// - Parameter name: The TZID.
    /// - Returns: The offsets of the zone, or nil when nothing is known by the name.
    static func transitions(named name: String) -> ZoneTransitions? {
        guard name.utf8.count <= maximumNameOctets else { return nil }
        if let known = cache.withLock({ $0[name] }) { return known }
        let transitions = zone(named: name).map(table)
        cache.withLock { $0.keep(transitions, for: name, octets: name.utf8.count + (transitions?.octets ?? 0)) }
        return transitions
    }

    private static func zone(named name: String) -> TimeZone? {
        for candidate in candidates(for: name) {
            if let zone = TimeZone(identifier: candidate) { return zone }
        }
        return nil
    }

    private static func candidates(for name: String) -> [String] {
        if let identifier = WindowsZones.identifiers[name] { return [identifier] }
        let segments = name.split(separator: "/")
        // The longest names of the IANA database have three segments.
        let suffixes = (1...3).reversed().filter { $0 < segments.count }.map {
            segments.suffix($0).joined(separator: "/")
        }
        return [name] + suffixes
    }

    private static func table(of zone: TimeZone) -> ZoneTransitions {
        var changes: [(instant: UTCTime, offset: Int)] = []
        var last = start
        while let next = zone.nextDaylightSavingTimeTransition(after: last), next > last, next < end {
            let instant = UTCTime(secondsSinceEpoch: Int(next.timeIntervalSince1970.rounded()))
            changes.append((instant, zone.secondsFromGMT(for: next)))
            last = next
        }
        return ZoneTransitions(initial: zone.secondsFromGMT(for: start), changes: changes)
    }
}
