package import AttachmentStore
package import BlobModel
package import CalendarStore
package import DeploymentStore
package import FoundationEssentials
package import SQLDatabase
package import ServiceSupport

/// What every handler of a front works with; one value per process, shared by all requests.
package struct FrontDependencies: Sendable {
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

    /// Who may do what.
    package let accessControl = AccessControl()

    /// Who sent a request.
    package let authenticator: Authenticator

    /// Wakes the worker that releases bytes: to be rung after a commit that removed an attachment.
    package let releases = Bell()

    /// The clock.
    package let now: @Sendable () -> Date

    /// Gathers what a front works with; the database has the current schema already.
    package init(
        configuration: FrontConfiguration,
        database: any SQLDatabase,
        blobs: any BlobStorage,
        authentication: AuthenticationPolicy = .standard,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.configuration = configuration
        self.database = database
        self.blobs = blobs
        authenticator = Authenticator(database: database, calendars: calendars, policy: authentication)
        self.now = now
    }

    /// The steps of the schema of all stores.
    package static var migrations: [SQLMigration] {
        CalendarStore.migrations + AttachmentStore.migrations + DeploymentStore.migrations
    }

    /// Finds resources for a principal and checks what he may do with them.
    package var resolver: ResourceResolver {
        ResourceResolver(calendars: calendars, accessControl: accessControl)
    }
}
