/// The limits that a listener holds its clients to, before any handler sees a request.
package struct HTTPLimits: Hashable, Sendable {
    /// The most connections at a time; further ones wait until one closes.
    package var connections = 4096

    /// The most bytes of a request target; a longer one is answered with 414.
    package var targetBytes = 8 << 10

    /// The most bytes of one header field; more is answered with 431.
    package var fieldBytes = 16 << 10

    /// The most bytes of a whole header section; more is answered with 431.
    package var headerBytes = 64 << 10

    /// The most header fields of one request; more is answered with 431.
    package var fieldCount = 128

    /// The most bytes of a request body, or nil when the handlers set limits of their own; more is answered with 413.
    package var bodyBytes: UInt64?

    /// How long a connection may stand still: no whole header section, no body bytes that were asked for, or a
    /// response that the client does not take.
    package var idleTimeout = Duration.seconds(60)

    /// The least bytes per second of a body while the service waits for it; slower counts as standing still.
    package var minimumBodyRate = 32

    /// The most unread bytes of a body that are taken after an early answer to keep the connection.
    package var drainBytes: UInt64 = 64 << 10

    /// The most bytes that are thrown away between an answer that closes the connection and the close itself.
    package var lingerBytes: UInt64 = 4 << 20

    /// How long a closing connection waits for the client to notice.
    package var lingerTimeout = Duration.seconds(5)

    /// How often a client that has closed its side, and waits for an answer, is looked at whether it is still there.
    package var probeInterval = Duration.seconds(5)

    /// What beside these holds for clients of HTTP/2.
    package var http2 = HTTP2Limits()

    /// Creates the limits of a public listener; change what differs.
    package init() {}

    /// The limits of a listener between services: larger targets are not needed, and bodies have the callers' limits.
    package static let `internal` = HTTPLimits()
}
