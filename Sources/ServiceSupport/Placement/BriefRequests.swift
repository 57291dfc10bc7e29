package import HTTPTypes

/// Tells which requests of a listener are brief, and so are answered on the event loop of their connection.
///
/// A brief request computes for a millisecond or two, and in the worst case for some tens, never waits for anything but by a suspension, and holds
/// only a few pages of body and answer. While it computes, the other connections of its event loop wait; so whatever may take
/// longer is not brief, and is answered on the threads that all tasks share, as is everything that nobody calls brief.
package protocol BriefRequests: Sendable {
    /// Returns whether a request is brief; called on the event loop, once the head has passed the connection's rules.
    func isBrief(_ head: HTTPRequest) -> Bool
}

extension HTTPRequest {
    /// The most octets of a body that can be read within a brief request.
    package static let briefBodyOctets = 64 << 10

    /// Whether the request has no body, or one that is said to be short enough for a brief request.
    package var hasBriefBody: Bool {
        // RFC 9112 §6.3: with neither field there is no body; a stream of HTTP/2 has the one or the other here.
        guard !headerFields.contains(.transferEncoding) else { return false }
        let lengths = headerFields[values: .contentLength]
        guard let length = lengths.first else { return true }
        return lengths.count == 1 && Int(length).map { $0 <= Self.briefBodyOctets } ?? false
    }
}
