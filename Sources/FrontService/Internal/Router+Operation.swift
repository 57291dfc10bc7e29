import BlobAPI
import Hummingbird
import ServiceSupport

extension Router<ServiceRequestContext> {
    /// Adds the handler of an operation at the method and path of the contract.
    func on(
        _ operation: BlobAPI.Operation,
        use handler: @escaping @Sendable (Request, ServiceRequestContext) async throws -> Response
    ) {
        on(RouterPath(operation.template), method: operation.method, use: handler)
    }
}
