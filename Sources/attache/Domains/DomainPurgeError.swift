import CalendarStore

/// Why a dedup domain is not purged.
enum DomainPurgeError: Error, Hashable {
    /// The calendar home is a user's, whose events name what is in it.
    case homeInUse(UserID)
    /// The home holds attachments that can still be had.
    case holdsAttachments(UInt64)
    /// There is no shard map yet, so that no node has the domain.
    case noShardMap
}

extension DomainPurgeError: CustomStringConvertible {
    /// The reason as a sentence, with what to do.
    var description: String {
        switch self {
        case .homeInUse(let uid):
            "The domain is the calendar home of \(uid), whose events name what is in it. "
                + "\"attache user remove \(uid) --yes\" removes the user with it; --dry-run tells what there is."
        case .holdsAttachments(let count):
            "The domain holds \(CountText(count, "attachment")) that can still be had; it is not purged. It is no user's "
                + "home: look with --dry-run, and whether this is the database that the front uses."
        case .noShardMap: "The deployment has no shard map yet, so that no node has the domain."
        }
    }
}
