import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import SQLDatabase
import WebDAV

/// Answers PROPPATCH (RFC 4918 §9.2) on calendars, calendar object resources, homes, and principals.
struct PropPatchHandler: ResourceHandler {
    private let dependencies: FrontDependencies

    /// Makes the handler.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Answers 207 with what came of each property, or 204 where all were set and the client prefers to hear no more.
    func respond(to request: FrontRequest) async throws -> Response {
        let conditions = try RequestConditions(request)
        let preferences = Preferences(parsing: request.request.headers[values: .prefer])
        let instructions = try await instructions(of: request)
        do {
            let plan = try await patch(request, instructions, under: conditions)
            // RFC 8144 §2.2: where everything succeeded, a client that prefers it is spared the multistatus.
            guard preferences.wantsMinimal else { return .properties(plan.groups, of: request.resource) }
            return Response(status: .noContent, headers: [.preferenceApplied: Preferences.minimalApplied])
        } catch let refusal as PropertiesRefused {
            return .properties(refusal.groups, of: request.resource)
        }
    }

    private func instructions(of request: FrontRequest) async throws -> [PropertyUpdate.Instruction] {
        do {
            let instructions = try PropertyUpdate(parsing: await XMLBody.octets(of: request)).instructions
            try PropertyPlan.check(numberOfInstructions: instructions.count)
            return instructions
        } catch let error as XMLError {
            throw WebDAVError(error)
        }
    }

    private func patch(
        _ request: FrontRequest,
        _ instructions: [PropertyUpdate.Instruction],
        under conditions: RequestConditions
    ) async throws -> PropertyPlan {
        let dependencies = dependencies
        return try await dependencies.database.write { txn in
            let target = try PropertyTarget.find(
                at: request.resource,
                for: request.principal,
                dependencies.resolver,
                in: txn
            )
            try conditions.check(target.object, for: request.principal, dependencies, in: txn)
            let plan = PropertyPlan(instructions, of: target.subject)
            guard !plan.hasFailed else { throw PropertiesRefused(groups: plan.groups) }
            try PropertyWriter(dependencies).store(plan, of: target, in: txn)
            return plan
        }
    }
}
