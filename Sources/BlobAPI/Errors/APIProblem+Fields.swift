import HTTPSemantics
package import HTTPTypes

extension APIProblem {
    /// The fields of the answer that carries the problem: its type, that nobody keeps it, and what its status asks for.
    package var fields: HTTPFields {
        var fields: HTTPFields = [.contentType: Self.mediaType, .cacheControl: "no-store"]
        fields.append(contentsOf: statusFields)
        return fields
    }

    /// The seconds after which a new attempt makes sense where nobody has said a number.
    private static let usualPause = 1

    private var statusFields: HTTPFields {
        switch code {
        // RFC 9110 §15.5.2: "The server generating a 401 response MUST send a WWW-Authenticate header field".
        case .peerUnauthenticated: [.wwwAuthenticate: "Bearer"]
        case .credentialsRequired: [.wwwAuthenticate: challenge ?? "Basic"]
        // RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response".
        case .methodNotAllowed: [.allow: "GET, HEAD"]
        // RFC 9110 §14.4: a 416 for a byte range SHOULD tell the current length.
        case .rangeNotSatisfiable:
            size.map { [.contentRange: ByteRangeRequest.unsatisfiedContentRange(size: $0)] } ?? [:]
        case .tooManyAttempts: retryAfter.map { [.retryAfter: String($0)] } ?? [:]
        // RFC 9110 §15.6.4: "The server MAY send a Retry-After header field to suggest an appropriate amount of time for the
        // client to wait before retrying the request." Nobody knows when a shard or a service is back: a second, unless said.
        case .unavailable: [.retryAfter: String(retryAfter ?? Self.usualPause)]
        default: [:]
        }
    }
}
