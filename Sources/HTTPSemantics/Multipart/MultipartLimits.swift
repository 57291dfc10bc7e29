/// What the body of a form may be at most; the content of its parts is bounded by whoever reads that.
package struct MultipartLimits: Hashable, Sendable {
    /// The octets before the first part.
    package var preamble = 1 << 10

    /// The octets of the head of one part.
    package var head = 8 << 10

    /// The parts.
    package var parts = 20

    /// Makes the usual limits.
    package init() {}
}
