package import Hummingbird
package import ServiceSupport

/// The retrieval of attachments: the public route, and the internal one by which nodes ask for leave.
package struct AttachmentDownloads: FrontExtension {
    private let dependencies: FrontDependencies
    private let minter: SignedURLMinter

    /// Makes the extension.
    package init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
        minter = SignedURLMinter(lifetime: dependencies.configuration.attachments.urlLifetime)
    }

    /// Registers GET and HEAD of attachments; every other method is refused with what is allowed.
    package func addRoutes(to routes: inout RouteTable) {
        let download = AttachmentDownload(dependencies: dependencies, minter: minter)
        routes.on(.get, [.attachment], download)
        routes.on(.head, [.attachment], download)
    }

    /// Adds the route by which nodes ask for leave.
    package func addInternalRoutes(to router: Router<ServiceRequestContext>) {
        DownloadAuthorizationRoute(dependencies: dependencies, minter: minter).add(to: router)
    }
}
