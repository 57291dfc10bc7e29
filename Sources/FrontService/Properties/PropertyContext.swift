import CalendarStore

/// What properties depend on beside their resource.
struct PropertyContext: Sendable {
    /// Who asks.
    let principal: Principal

    /// What the operator decided.
    let configuration: FrontConfiguration

    /// The quota of the home, where a property that needs it was asked for.
    var quota: HomeQuota?
}
