import HTTPTypes
package import ServiceLifecycle

/// The part of the front that answers POST on calendar object resources: managed attachments are added, updated, and
/// removed (RFC 8607 §3.3).
package struct AttachmentActions: FrontExtension {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser

    /// Makes the part.
    ///
    /// - Parameters:
    ///   - dependencies: What all handlers work with.
    ///   - releaser: Releases the bytes of uploads that came to nothing; it runs as a service of this part.
    package init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
    }

    /// The releaser.
    package var services: [any Service] { [releaser] }

    /// Registers POST on calendar object resources.
    package func addRoutes(to routes: inout RouteTable) {
        routes.on(.post, [.object], AttachmentActionHandler(dependencies: dependencies, releaser: releaser))
    }
}
