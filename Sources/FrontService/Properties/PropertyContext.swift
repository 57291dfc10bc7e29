import CalendarStore

/// What properties depend on beside their resource.
struct PropertyContext: Sendable {
    /// Who asks.
    let principal: Principal

    /// What the operator decided.
    let configuration: FrontConfiguration

    /// The bytes of managed attachments in the home, where a property that needs them was asked for.
    var quotaUsed: UInt64?
}
