import CalendarStore
import Metrics
import ServiceSupport

/// What the requests to a front share, with a share for each user: one of them cannot take it all.
struct RequestBudgets: Sendable {
    /// What is shared.
    enum Kind: String, CaseIterable, Sendable {
        /// The octets of bodies that are collected before they are looked at.
        case bodies
        /// The reports and listings that are made.
        case reports
        /// The octets of calendar objects that are held until their reader has taken them.
        case answers
    }

    /// The octets of bodies.
    let bodies: SharedBudget<UserID>

    /// The reports and listings.
    let reports: SharedBudget<UserID>

    /// The octets of calendar objects in answers.
    let answers: SharedBudget<UserID>

    private static let refusalsMetric = "attache_front_refusals_total"

    private let refusals: [Kind: Counter]

    /// Makes the budgets of a front.
    ///
    /// - Parameters:
    ///   - configuration: What the operator decided.
    ///   - factory: Where refusals are counted.
    init(
        _ configuration: RequestConfiguration,
        factory: any MetricsFactory = MetricsSystem.factory
    ) {
        var bodies = BudgetLimits(total: configuration.bodyMemory, share: configuration.bodyMemoryPerUser)
        bodies.patience = configuration.patience
        var reports = BudgetLimits(share: configuration.reportsPerUser)
        reports.patience = configuration.patience
        var answers = BudgetLimits(total: configuration.answerMemory, share: configuration.answerMemoryPerUser)
        answers.patience = configuration.patience
        self.bodies = SharedBudget(bodies)
        self.reports = SharedBudget(reports)
        self.answers = SharedBudget(answers)
        refusals = Dictionary(
            uniqueKeysWithValues: Kind.allCases.map { kind in
                let labels = [("budget", kind.rawValue)]
                return (kind, Counter(label: Self.refusalsMetric, dimensions: labels, factory: factory))
            }
        )
    }

    /// Says what the metric of the refusals measures.
    static func describe(in registry: PrometheusRegistry) {
        registry.describe(
            refusalsMetric,
            help: "Requests that found no room while they waited, by what they waited for."
        )
    }

    /// Takes a part of a budget, and counts the request among the refused where there is none.
    ///
    /// - Throws: `BudgetExhausted`; `CancellationError`.
    func take(_ count: Int, of kind: Kind, for user: UserID) async throws -> BudgetShare {
        do {
            return try await self[kind].take(count, for: user)
        } catch let error as BudgetExhausted {
            refusals[kind]?.increment()
            throw error
        }
    }

    private subscript(kind: Kind) -> SharedBudget<UserID> {
        switch kind {
        case .bodies: bodies
        case .reports: reports
        case .answers: answers
        }
    }
}
