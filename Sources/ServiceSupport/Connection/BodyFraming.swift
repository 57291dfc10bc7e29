import NIOHTTP1

/// How the end of a request body is marked (RFC 9112 §6).
enum BodyFraming: Hashable, Sendable {
    /// There is no body.
    case none
    /// The body has this many bytes.
    case length(UInt64)
    /// The body comes in chunks and tells its end itself.
    case chunked

    /// Reads the framing of a request whose fields the parser has already found consistent.
    ///
    /// - Throws: The answer to faulty framing, or to a length above the limit.
    init(_ head: HTTPRequestHead, limit: UInt64?) throws(Refusal) {
        let codings = head.headers[canonicalForm: "transfer-encoding"]
        guard codings.isEmpty else {
            // On a stream of HTTP/2 the coding is not the client's: it stands for a body whose length nobody has told.
            guard head.version != .http1_0, !head.headers.contains(name: "content-length") else { throw .framing }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else { throw .transferCoding }
            self = .chunked
            return
        }
        guard let text = head.headers.first(name: "content-length") else {
            self = .none
            return
        }
        guard let length = SettingSyntax.unsigned(text) else { throw .framing }
        if let limit, length > limit { throw .bodyTooLarge }
        self = length == 0 ? .none : .length(length)
    }
}
