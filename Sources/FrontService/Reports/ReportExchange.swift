import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import SQLDatabase
import WebDAV

/// One REPORT: the request, how deep it goes, and what its answer is made with.
struct ReportExchange: Sendable {
    /// The request.
    let request: FrontRequest

    /// The Depth field, 0 where it is absent.
    let depth: Depth

    /// What the front works with.
    let dependencies: FrontDependencies

    private let preferences: Preferences

    /// Gathers the parts of a request whose body is a report.
    init(_ request: FrontRequest, depth: Depth, dependencies: FrontDependencies) {
        self.request = request
        self.depth = depth
        self.dependencies = dependencies
        preferences = Preferences(parsing: request.request.headers[values: .prefer])
    }

    /// What properties depend on beside their resource.
    ///
    /// - Parameter quota: The quota of the home, where a property that needs it is asked for.
    /// - Returns: The context.
    func context(quota: HomeQuota? = nil) -> PropertyContext {
        PropertyContext(
            principal: request.principal,
            configuration: dependencies.configuration,
            quota: quota
        )
    }

    /// Returns what answers a selection of properties as the client prefers.
    ///
    /// - Parameters:
    ///   - selection: What is asked for.
    ///   - quota: The quota of the home, where a property that needs it is asked for.
    /// - Returns: The answer.
    func answer(_ selection: PropertySelection, quota: HomeQuota? = nil) -> PropertyAnswer {
        PropertyAnswer(
            selection: selection,
            context: context(quota: quota),
            isMinimal: preferences.wantsMinimal
        )
    }

    /// Reads in one transaction for the principal of the request.
    ///
    /// - Parameter body: Reads; it gets what finds resources in the transaction.
    /// - Returns: What was read.
    /// - Throws: What `body` throws; `SQLError`.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (ListingReader) throws -> Value
    ) async throws -> Value {
        let (dependencies, principal) = (dependencies, request.principal)
        return try await dependencies.database.read { txn in
            try body(ListingReader(dependencies: dependencies, principal: principal, in: txn))
        }
    }

    /// Returns a 207 answer whose responses a closure writes, as ``MultistatusStream`` says.
    func multistatus(
        _ produce:
            @escaping @Sendable @concurrent (inout MultistatusStream, inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        MultistatusStream.response(
            applied: preferences.wantsMinimal ? [Preferences.minimalApplied] : [],
            logger: request.context.logger,
            produce
        )
    }

    /// Returns a 207 answer of few responses.
    func multistatus(of responses: [MultistatusResponse]) -> Response {
        multistatus { stream, writer in
            for response in responses { try await stream.write(response, to: &writer) }
        }
    }
}
