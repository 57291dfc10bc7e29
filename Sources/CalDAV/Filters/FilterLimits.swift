/// What a filter may cost at most.
package struct FilterLimits: Hashable, Sendable {
    /// The number of component, property and parameter filters.
    package var maximumParts: Int

    /// The size of a text to match, in octets.
    package var maximumTextOctets: Int

    /// Makes limits.
    package init(maximumParts: Int, maximumTextOctets: Int) {
        self.maximumParts = maximumParts
        self.maximumTextOctets = maximumTextOctets
    }

    /// The limits of requests; their depth is bounded by RFC 4791 itself, since components nest four deep at most.
    package static let standard = FilterLimits(maximumParts: 200, maximumTextOctets: 4_096)
}
