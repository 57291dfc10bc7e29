/// The reasons why a request target names no resource of the front.
package enum ResourcePathError: Error, Hashable, Sendable {
    /// A segment is not percent-encoded UTF-8, or decodes to text that no name may hold.
    case malformedSegment(position: Int)
    /// The path, or one segment of it, is longer than the limit, in bytes.
    case tooLong(limit: Int)
    /// The path is well formed and names nothing.
    case unknown
}
