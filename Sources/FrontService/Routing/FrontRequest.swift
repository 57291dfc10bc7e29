package import CalendarStore
package import FoundationEssentials
package import Hummingbird
package import ServiceSupport

/// One authenticated request to a resource of the front.
package struct FrontRequest: Sendable {
    /// The request as it came.
    package let request: Request

    /// The resource that its target names.
    package let resource: ResourcePath

    /// The principal whose credentials it carries.
    package let principal: Principal

    /// The connection, the request's identity, and its logger.
    package let context: ServiceRequestContext

    /// The instant at which it came.
    package let received: Date

    /// What the request has taken of the budgets that all requests share.
    package let admission: RequestAdmission

    /// Gathers the parts of a request.
    package init(
        request: Request,
        resource: ResourcePath,
        principal: Principal,
        context: ServiceRequestContext,
        received: Date,
        admission: RequestAdmission
    ) {
        self.request = request
        self.resource = resource
        self.principal = principal
        self.context = context
        self.received = received
        self.admission = admission
    }
}
