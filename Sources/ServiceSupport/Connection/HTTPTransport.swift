import NIOHTTP1

/// What one exchange at a time goes over, as far as the rules of ``ConnectionGuard`` differ.
enum HTTPTransport: Hashable, Sendable {
    /// A connection of HTTP/1.0 or HTTP/1.1, on which one exchange follows the other (RFC 9112).
    case connection
    /// A stream of HTTP/2, which has one exchange and ends with it (RFC 9113 §8.1).
    case stream

    /// Whether requests of a version may come over it.
    func carries(_ version: HTTPVersion) -> Bool {
        switch self {
        case .connection: version == .http1_0 || version == .http1_1
        case .stream: version == HTTPVersion(major: 2, minor: 0)
        }
    }
}
