import ICalendar

/// What the components that one request adds to a resource may take together.
///
/// A request of a few octets may name a hundred instances of a large master: what could not be stored is not even made.
struct OverrideAllowance {
    private let limit: Int
    private var octets: Int
    private var elements = ICalendarLimits.standard.maximumElements

    /// Starts with the whole allowance.
    ///
    /// - Parameter maximumResourceSize: The largest calendar object resource, in octets.
    init(maximumResourceSize: Int) {
        limit = maximumResourceSize
        octets = maximumResourceSize
    }

    /// Takes what a component needs.
    ///
    /// - Parameter component: The component.
    /// - Throws: `maxResourceSize` when it is more than is left.
    mutating func take(_ component: Component) throws(ManagedAttachmentViolation) {
        octets -= component.serialised().count
        elements -= component.elementCount
        guard octets >= 0, elements >= 0 else { throw .maxResourceSize(limit: limit) }
    }
}
