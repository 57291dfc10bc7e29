import SQLDatabase
import HTTPSemantics
import HTTPTypes
import Hummingbird
import WebDAV

/// Answers PROPFIND (RFC 4918 §9.1) with Depth 0 and 1.
///
/// A listing of members is held until its reader has taken it. So only some of a user are made at a time, together with
/// his reports.
struct PropFindHandler: ResourceHandler {
    private let dependencies: FrontDependencies

    /// Makes the handler.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Answers 207 with the properties of the resource and, with Depth 1, of its members.
    func respond(to request: FrontRequest) async throws -> Response {
        let depth = try depth(of: request)
        if depth == .one { try await request.admission.admitReport() }
        let preferences = Preferences(parsing: request.request.headers[values: .prefer])
        let selection = try await selection(of: request)
        let listing = try await read(request, depth: depth, selection: selection)
        let context = PropertyContext(
            principal: request.principal,
            configuration: dependencies.configuration,
            quota: listing.quota
        )
        let completion = MemberCompletion(selection, for: request.principal, dependencies)
        let reading = MemberReading(of: listing, for: request.principal, dependencies)
        let answer = PropertyAnswer(selection: selection, context: context, isMinimal: preferences.wantsMinimal)
        let leavesRootOut = preferences.depthNoroot && depth == .one
        var applied: [String] = []
        if preferences.wantsMinimal { applied.append(Preferences.minimalApplied) }
        if leavesRootOut { applied.append(Preferences.depthNorootApplied) }
        return MultistatusStream.response(applied: applied, logger: request.context.logger) { stream, writer in
            if !leavesRootOut { try await stream.write(answer.response(for: listing.root), to: &writer) }
            try await reading.forEachPage { members in
                for page in members.pages {
                    for member in try await completion.completed(page) {
                        try await stream.write(answer.response(for: member), to: &writer)
                    }
                }
            }
        }
    }

    /// Returns the depth; infinity is refused on whatever may have members.
    ///
    /// RFC 4918 §9.1: "In practice, support for infinite-depth requests MAY be disabled"; §16 names
    /// DAV:propfind-finite-depth for it.
    private func depth(of request: FrontRequest) throws -> Depth {
        let depth = try Depth(parsing: request.request.headers[.depth], default: .infinity)
        guard depth == .infinity else { return depth }
        switch request.resource.kind {
        case .object, .principal: return .zero
        case .root, .wellKnownCalDAV, .principalCollection, .homeCollection, .home, .calendar, .attachment, .page,
            .pageForm, .pageAsset:
            throw WebDAVError(.propfindFiniteDepth, "Only Depth 0 and 1 are supported on a collection.")
        }
    }

    private func selection(of request: FrontRequest) async throws -> PropertySelection {
        do {
            return try PropFindRequest(parsing: await XMLBody.octets(of: request)).selection
        } catch let error as XMLError {
            throw WebDAVError(error)
        }
    }

    private func read(
        _ request: FrontRequest,
        depth: Depth,
        selection: PropertySelection
    ) async throws -> ResourceListing {
        let dependencies = dependencies
        return try await dependencies.database.read { txn in
            try ListingReader(dependencies: dependencies, principal: request.principal, in: txn)
                .list(request.resource, includesMembers: depth == .one, selection: selection)
        }
    }
}

extension PropertySelection {
    /// Whether a property is asked for whose value needs what the home uses of its quotas.
    var needsQuota: Bool {
        switch self {
        case .names: true
        case .allProperties(let included): !PropertyCatalogue.needingQuota.isDisjoint(with: included)
        case .properties(let elements): !PropertyCatalogue.needingQuota.isDisjoint(with: elements.map(\.name))
        }
    }
}
