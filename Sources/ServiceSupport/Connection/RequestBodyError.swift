/// Why a request body ended before its end; what the body's sequence throws into the handler.
///
/// Without it a lost connection would look like the end of a chunked body, and half a file like a whole one.
package enum RequestBodyError: Error, Hashable, Sendable {
    /// The body passed the listener's limit, in bytes; the client has been answered.
    case tooLarge(limit: UInt64)
    /// The client sent too little for this long.
    case stalled(Duration)
    /// The connection ended inside the body.
    case connectionLost
}

extension RequestBodyError: CustomStringConvertible {
    /// The reason as a sentence.
    package var description: String {
        switch self {
        case .tooLarge(let limit): "The body is larger than \(limit) bytes."
        case .stalled(let time): "The body did not go on for \(time)."
        case .connectionLost: "The connection ended inside the body."
        }
    }
}
