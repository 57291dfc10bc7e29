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

    /// Answers with the stored octets, with 304, 404, or 412; octets that are not sent are not read.
    func respond(to request: FrontRequest) async throws -> Response {
        guard let path = ObjectPath(request.resource) else { throw WebDAVError.notFound }
        let conditions = try RequestConditions(request)
        let isHead = request.request.method == .head
        let found = try await CurrentObject.find(at: path, for: request.principal, dependencies) { summary in
            !isHead && conditions.evaluate(current: summary, isSafe: true) == .proceed
        }
        guard let found else { throw WebDAVError.notFound }
        if let answer = try Self.answer(to: conditions, on: found.summary) { return answer }
        guard !isHead else { return Self.head(of: found.summary) }
        guard let object = try await found.whole(request.admission) else { throw WebDAVError.notFound }
        // It may be another one by now than the conditions were held against.
        if let answer = try Self.answer(to: conditions, on: object.summary) { return answer }
        let representation = ObjectRepresentation(of: object)
        return Response(status: .ok, headers: representation.headers, body: representation.body)
    }

    /// Returns the answer where the conditions keep the object from being sent; nil where they do not.
    private static func answer(
        to conditions: RequestConditions,
        on object: CalendarObjectSummary
    ) throws(WebDAVError) -> Response? {
        switch conditions.evaluate(current: object, isSafe: true) {
        case .proceed: nil
        case .notModified: Response(status: .notModified, headers: object.validatorFields)
        case .preconditionFailed: throw .preconditionFailed
        }
    }

    /// Returns the answer to HEAD, which is made without the data.
    ///
    /// RFC 9110 §9.3.2: "The server SHOULD send the same header fields in response to a HEAD request as it would have
    /// sent if the request method had been GET."
    private static func head(of object: CalendarObjectSummary) -> Response {
        var fields = object.representationFields
        fields[.contentLength] = String(object.size)
        return Response(status: .ok, headers: fields)
    }
}
