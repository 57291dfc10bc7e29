package import BlobAPI
package import Hummingbird
package import ServiceSupport

extension Router<ServiceRequestContext> {
    /// Adds the handler of an operation at the method and path of the contract.
    package func on(
        _ operation: BlobAPI.Operation,
        use handler: @escaping @Sendable (Request, ServiceRequestContext) async throws -> Response
    ) {
        on(RouterPath(operation.template), method: operation.method, use: handler)
    }
}
