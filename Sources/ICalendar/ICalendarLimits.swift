/// What a parser accepts at most, so that input from outside can cost only bounded memory.
package struct ICalendarLimits: Hashable, Sendable {
    /// The largest stream, in octets.
    package var maximumOctets: Int
    /// The longest content line after unfolding, in octets.
    package var maximumLineOctets: Int
    /// The greatest number of components, properties, and parameter values together.
    package var maximumElements: Int
    /// The deepest nesting of components; VCALENDAR itself is depth 1.
    package var maximumDepth: Int

    /// 64 MiB, in lines of any length, with at most 100,000 elements, nested at most 16 deep.
    ///
    /// That is what a server can be set to take; what it takes is a smaller limit of its own.
    package static let standard = ICalendarLimits(
        maximumOctets: 64 << 20,
        maximumLineOctets: 64 << 20,
        maximumElements: 100_000,
        maximumDepth: 16
    )

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - maximumOctets: The largest stream, in octets.
    ///   - maximumLineOctets: The longest content line after unfolding, in octets.
    ///   - maximumElements: The greatest number of components, properties, and parameter values together.
    ///   - maximumDepth: The deepest nesting of components.
    package init(maximumOctets: Int, maximumLineOctets: Int, maximumElements: Int, maximumDepth: Int) {
        self.maximumOctets = maximumOctets
        self.maximumLineOctets = maximumLineOctets
        self.maximumElements = maximumElements
        self.maximumDepth = maximumDepth
    }
}
