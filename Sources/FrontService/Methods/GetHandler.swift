import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import WebDAV

/// Answers GET and HEAD of calendar object resources.
struct GetHandler: ResourceHandler {
    private let dependencies: FrontDependencies

    /// Makes the handler.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Answers with the stored octets, with 304, 404, or 412.
    func respond(to request: FrontRequest) async throws -> Response {
        guard let path = ObjectPath(request.resource) else { throw WebDAVError.notFound }
        let conditions = try RequestConditions(request)
        guard let object = try await CurrentObject.read(at: path, for: request.principal, dependencies) else {
            throw WebDAVError.notFound
        }
        let representation = ObjectRepresentation(of: object)
        switch conditions.evaluate(current: object.summary, isSafe: true) {
        case .notModified: return Response(status: .notModified, headers: representation.validators)
        case .preconditionFailed: throw WebDAVError.preconditionFailed
        case .proceed: break
        }
        let response = Response(status: .ok, headers: representation.headers, body: representation.body)
        return request.request.method == .head ? response.createHeadResponse() : response
    }
}
