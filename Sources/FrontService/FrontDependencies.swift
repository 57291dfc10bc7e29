package import AttachmentStore
package import BlobModel
package import CalendarStore
package import DeploymentStore
package import FoundationEssentials
import ManagedAttachments
package import SQLDatabase
package import ServiceSupport

/// What every handler of a front works with; one per process, shared by all requests.
///
/// It is an object, so that what is captured for a transaction is one reference, and not each of its parts.
package final class FrontDependencies: Sendable {
    /// What the operator decided.
    package let configuration: FrontConfiguration

    /// The metadata database, in whose transactions the three stores work.
    package let database: any SQLDatabase

    /// Principals, calendars, and calendar object resources.
    package let calendars = CalendarStore()

    /// Attachments and their links to calendar object resources.
    package let attachments = AttachmentStore()

    /// The keys, nodes, and shard map of the deployment.
    package let deployment = DeploymentStore()

    /// The bytes of attachments.
    package let blobs: any BlobStorage

    /// The rules of attachments.
    let planner: AttachmentPlanner

    /// Room for what is planned of events with much data while bodies come, in octets: half of it for one home, which is
    /// enough for an event as large as they may be by default.
    ///
    /// Nobody waits for it: a plan that finds no room is made again once its body is there, in the transaction that stores it.
    let planRoom = SharedBudget<DedupDomain>(BudgetLimits(total: 24 << 20, share: 12 << 20))

    /// Where the bytes are, and what signs for the nodes that have them.
    let placements: PlacementCache

    /// Who may do what.
    package let accessControl = AccessControl()

    /// Who sent a request.
    package let authenticator: Authenticator

    /// What the requests share, with a share for each user.
    let budgets: RequestBudgets

    /// What has the bytes of new attachments scanned, or nil where no scanner is set.
    let scan: AttachmentScan?

    /// Wakes the service that clears removed calendars: to be rung where something was left of one.
    let clearings = Bell()

    /// Wakes the worker that releases bytes: to be rung after a commit that removed an attachment.
    package let releases = Bell()

    /// The clock.
    package let now: @Sendable () -> Date

    /// Gathers what a front works with.
    ///
    /// - Parameters:
    ///   - configuration: What the operator decided.
    ///   - database: The metadata database, which has the current schema already.
    ///   - blobs: The bytes of attachments.
    ///   - onMap: Called with each shard map that is read, so that `blobs` works by it; the same one may come again.
    ///   - authentication: How passwords are verified.
    ///   - now: The clock.
    package init(
        configuration: FrontConfiguration,
        database: any SQLDatabase,
        blobs: any BlobStorage,
        onMap: @escaping @Sendable (ShardMap) -> Void = { _ in },
        authentication: AuthenticationPolicy = .standard,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.configuration = configuration
        self.database = database
        self.blobs = blobs
        planner = AttachmentPlanner(configuration)
        placements = PlacementCache(database: database, store: deployment, onMap: onMap)
        authenticator = Authenticator(
            database: database,
            calendars: calendars,
            access: configuration.access,
            policy: authentication
        )
        budgets = RequestBudgets(configuration.requests)
        scan = configuration.scan.map { [attachments, releases] configuration in
            let scanner = AttachmentScanner(configuration, blobs: blobs, now: now)
            var scan = AttachmentScan(configuration, by: scanner, in: database, attachments, now: now)
            scan.releases = releases
            return scan
        }
        self.now = now
    }

    /// The steps of the schema of all stores.
    package static var migrations: [SQLMigration] {
        CalendarStore.migrations + AttachmentStore.migrations + DeploymentStore.migrations
    }

    /// What looks at the bytes of new attachments before they are linked.
    var arrivals: any ArrivalCheck {
        scan ?? OpenArrivals()
    }

    /// Finds resources for a principal and checks what he may do with them.
    package var resolver: ResourceResolver {
        ResourceResolver(calendars: calendars, accessControl: accessControl)
    }
}
