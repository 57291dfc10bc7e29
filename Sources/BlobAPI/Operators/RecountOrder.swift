/// How an operator wants a recount to go.
package struct RecountOrder: Codable, Hashable, Sendable {
    /// Whether the references that the last recount held back may be released, if the next look misses them too.
    package let approve: Bool

    /// Creates an order.
    package init(approve: Bool = false) {
        self.approve = approve
    }
}
