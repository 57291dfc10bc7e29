import CalDAV
import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import SQLDatabase
import WebDAV

/// Answers MKCALENDAR (RFC 4791 §5.3.1) and extended MKCOL (RFC 5689).
struct MakeCalendarHandler: ResourceHandler {
    private let dependencies: FrontDependencies

    /// Makes the handler.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Answers 201 once the calendar is there with all properties of the request, durably.
    func respond(to request: FrontRequest) async throws -> Response {
        let conditions = try RequestConditions(request)
        let making = try await making(request)
        try PropertyPlan.check(numberOfInstructions: making.properties.count)
        let plan = PropertyPlan(making.properties.map(PropertyUpdate.Instruction.set), of: .newCalendar)
        do {
            try await make(plan, making, request, under: conditions)
            return created(request)
        } catch let refusal as PropertiesRefused {
            return try Self.answer(refusal, plan, to: request)
        }
    }

    private func making(_ request: FrontRequest) async throws -> MakeCalendarRequest {
        let body = try await XMLBody.octets(of: request)
        try XMLBody.checkMediaType(of: request, body)
        do {
            return request.request.method == .mkcalendar
                ? try MakeCalendarRequest(parsing: body) : try MakeCalendarRequest(mkcol: body)
        } catch {
            throw WebDAVError(error)
        }
    }

    private func make(
        _ plan: PropertyPlan,
        _ making: MakeCalendarRequest,
        _ request: FrontRequest,
        under conditions: RequestConditions
    ) async throws {
        let dependencies = dependencies
        try await dependencies.database.write { txn in
            let place = try NewCalendarPlace.find(for: request, dependencies, in: txn)
            try conditions.check(nil, for: request.principal, dependencies, in: txn)
            try Self.checkTypes(of: making)
            guard !plan.hasFailed else { throw PropertiesRefused(groups: plan.groups) }
            try PropertyWriter(dependencies).make(place, plan, in: txn)
        }
    }

    /// RFC 5689 §3.3 (DAV:valid-resourcetype): the server has to support the resource type that the request names.
    private static func checkTypes(of making: MakeCalendarRequest) throws {
        guard !making.isCalendar else { return }
        guard !making.properties.isEmpty else {
            throw WebDAVError(.validResourceType, "A calendar is the only collection that can be made.")
        }
        let type = PropStat(.forbidden, [XMLElement(DAVProperty.resourceType)], error: .validResourceType)
        let others = making.properties.map { XMLElement($0.name) }
        throw PropertiesRefused(groups: [type, PropStat(.failedDependency, others)])
    }

    /// Answers that the calendar is there.
    ///
    /// RFC 4791 §5.3.1: "The response MUST include a Cache-Control:no-cache header."
    private func created(_ request: FrontRequest) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-cache"]
        let preferences = Preferences(parsing: request.request.headers[values: .prefer])
        // RFC 8144 §2.3: the answer has no body in any case.
        if preferences.wantsMinimal { headers[.preferenceApplied] = Preferences.minimalApplied }
        return Response(status: .created, headers: headers)
    }

    /// Returns what is said of properties that cannot be set.
    ///
    /// RFC 4791 §5.3.1.1: "207 (Multi-Status) - The calendar collection resource was not created since one or more DAV:set
    /// instructions specified in the request body could not be processed successfully." Where a precondition of §5.3.1
    /// names the reason, it is 403. RFC 5689 §3 has an answer of its own.
    private static func answer(
        _ refusal: PropertiesRefused,
        _ plan: PropertyPlan,
        to request: FrontRequest
    ) throws -> Response {
        guard request.request.method == .mkcalendar else {
            let isFull = refusal.groups.first?.status == .insufficientStorage
            let status: HTTPResponse.Status = isFull ? .insufficientStorage : .forbidden
            return .xml(status, CreationResponse.document(DAVElement.mkcolResponse, refusal.groups))
        }
        let errors = plan.outcomes.compactMap(\.error)
        if let error = errors.first(where: { $0.precondition == .validCalendarData }) { throw error }
        return .properties(refusal.groups, of: request.resource)
    }
}
