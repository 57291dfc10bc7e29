package import Hummingbird
package import ServiceLifecycle
package import ServiceSupport

/// A part of the front that adds routes and background work to it.
package protocol FrontExtension: Sendable {
    /// The background work, which runs as long as the front.
    var services: [any Service] { get }

    /// Registers handlers of the public listener.
    func addRoutes(to routes: inout RouteTable)

    /// Adds routes to the internal listener, each with the check of the caller's secret.
    func addInternalRoutes(to router: Router<ServiceRequestContext>)
}

extension FrontExtension {
    /// No background work.
    package var services: [any Service] { [] }

    /// Registers nothing.
    package func addRoutes(to routes: inout RouteTable) {}

    /// Adds nothing.
    package func addInternalRoutes(to router: Router<ServiceRequestContext>) {}
}

extension FrontExtension where Self: Service {
    /// The work itself, which is the whole extension.
    package var services: [any Service] { [self] }
}
