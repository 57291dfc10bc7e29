import HTTPTypes
import Hummingbird

/// The part of the front that people use with a browser: their calendars, and the files of their events.
///
/// The pages are made here and need no script; whoever is logged in sees his own home. They can be switched off, and are
/// not there then.
package struct Pages: FrontExtension {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser

    /// Makes the part.
    ///
    /// - Parameters:
    ///   - dependencies: What all handlers work with.
    ///   - releaser: Releases the bytes of uploads that came to nothing; another part runs it.
    package init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
    }

    /// Registers the pages, what their forms are sent to, and the way to them from the root.
    package func addRoutes(to routes: inout RouteTable) {
        guard dependencies.configuration.pagesEnabled else { return }
        let pages = PageHandler(dependencies: dependencies)
        routes.on(.get, [.page, .pageForm], pages)
        routes.on(.head, [.page, .pageForm], pages)
        routes.on(.post, [.pageForm], FileFormHandler(dependencies: dependencies, releaser: releaser))
        routes.on(.get, [.root], RootPage())
        routes.on(.head, [.root], RootPage())
    }
}

/// Leads a browser from the root of the service to the pages.
struct RootPage: ResourceHandler {
    /// Answers with the way to the first page.
    func respond(to request: FrontRequest) async throws -> Response {
        .seeOther(PagePath.home.link())
    }
}
