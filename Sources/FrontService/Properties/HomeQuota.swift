import AttachmentStore
import BlobModel
import CalendarStore
import SQLDatabase

/// What RFC 4331 says of the quotas of a calendar home.
///
/// A home has two, of the octets of managed attachments, and of those of calendar data, texts of calendars, and dead properties. Of them the
/// one counts that has less left, so that no more than `available` fits whatever is added.
struct HomeQuota: Hashable, Sendable {
    /// The octets that the home has of what that quota counts.
    let used: UInt64

    /// The octets that fit before something is refused.
    let available: UInt64

    /// Takes the one of two quotas that has less left.
    init(attachments: UInt64, calendarData: UInt64, _ configuration: FrontConfiguration) {
        let quotas = [
            Self(used: attachments, of: configuration.quotaBytes),
            Self(used: calendarData, of: configuration.calendarQuotaBytes),
        ]
        self = quotas[0].available <= quotas[1].available ? quotas[0] : quotas[1]
    }

    private init(used: UInt64, of limit: UInt64) {
        self.used = used
        available = limit > used ? limit - used : 0
    }

    /// Reads what a home uses.
    ///
    /// - Throws: `SQLError`.
    static func read(
        of home: HomeID,
        _ dependencies: FrontDependencies,
        in txn: any SQLTransaction
    ) throws -> HomeQuota {
        HomeQuota(
            attachments: try dependencies.attachments.usage(of: DedupDomain(validating: home.text), in: txn),
            calendarData: try dependencies.calendars.usage(of: home, in: txn),
            dependencies.configuration
        )
    }
}
