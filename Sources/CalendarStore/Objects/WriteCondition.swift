/// What must be true of an object at the moment at which it is written.
package enum WriteCondition: Hashable, Sendable {
    /// Nothing.
    case unconditional

    /// There is no object of that name, as `If-None-Match: *` asks.
    case absent

    /// There is an object of that name, as `If-Match: *` asks.
    case present

    /// The object's entity tag is one of these opaque tags, as `If-Match` asks.
    case matches([String])

    /// Returns whether the condition holds for what is there.
    package func holds(for current: CalendarObjectSummary?) -> Bool {
        switch self {
        case .unconditional: true
        case .absent: current == nil
        case .present: current != nil
        case .matches(let tags): current.map { tags.contains($0.etag) } ?? false
        }
    }
}
