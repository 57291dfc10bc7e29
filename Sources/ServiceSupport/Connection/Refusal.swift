import HTTPSemantics
import NIOHTTP1

/// An answer that a connection gives by itself, before any handler sees the request; the connection closes after it.
struct Refusal: Error, Hashable, Sendable {
    /// The status of the answer.
    let status: HTTPResponseStatus

    /// The stable code of the problem body (RFC 9457).
    let code: String

    /// The sentence of the problem body.
    let title: String

    /// The Host field is missing, repeated, or invalid.
    ///
    /// RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message
    /// that lacks a Host header field and to any request message that contains more than one Host header field line
    /// or a Host header field with an invalid field value."
    static let host = Refusal(.badRequest, "malformed-host", "The request needs exactly one valid Host field.")

    /// The request target has none of the forms of RFC 9112 §3.2.
    static let target = Refusal(.badRequest, "malformed-target", "The request target is malformed.")

    /// The target is longer than the server is willing to interpret (RFC 9110 §15.5.15).
    static let targetTooLong = Refusal(.uriTooLong, "target-too-long", "The request target is too long.")

    /// The header section is too large.
    ///
    /// RFC 6585 §5: "the server is unwilling to process the request because its header fields are too large".
    static let headerTooLarge = Refusal(
        .requestHeaderFieldsTooLarge,
        "header-too-large",
        "The request has too many or too large header fields."
    )

    /// The method is not recognised and not supported for any resource (RFC 9110 §15.6.2).
    static let method = Refusal(.notImplemented, "unknown-method", "The request method is not implemented.")

    /// The major version of HTTP is not supported (RFC 9110 §15.6.6).
    static let version = Refusal(.httpVersionNotSupported, "http-version", "The version of HTTP is not supported.")

    /// The client expects something other than `100-continue`.
    ///
    /// RFC 9110 §10.1.1: "A server that receives an Expect field value containing a member other than 100-continue
    /// MAY respond with a 417 (Expectation Failed) status code".
    static let expectation = Refusal(.expectationFailed, "unknown-expectation", "Only 100-continue can be expected.")

    /// The length of the body cannot be told for certain.
    ///
    /// RFC 9112 §6.1: "A server or client that receives an HTTP/1.0 message containing a Transfer-Encoding header
    /// field MUST treat the message as if the framing is faulty".
    static let framing = Refusal(.badRequest, "malformed-framing", "The framing of the request body is faulty.")

    /// The body has a transfer coding other than `chunked` alone.
    ///
    /// RFC 9112 §6.1: "A server that receives a request message with a transfer coding it does not understand SHOULD
    /// respond with 501 (Not Implemented)."
    static let transferCoding = Refusal(.notImplemented, "transfer-coding", "Only the chunked coding is understood.")

    /// The body is larger than the listener allows (RFC 9110 §15.5.14).
    static let bodyTooLarge = Refusal(.payloadTooLarge, "too-large", "The body is larger than allowed.")

    /// What came is not an HTTP message (RFC 9112 §2.2).
    static let message = Refusal(.badRequest, "malformed-message", "The request is not a valid HTTP message.")

    private init(_ status: HTTPResponseStatus, _ code: String, _ title: String) {
        self.status = status
        self.code = code
        self.title = title
    }

    /// Returns the refusal of a message that the parser rejects.
    static func parser(_ error: HTTPParserError) -> Refusal {
        switch error {
        case .headerOverflow: .headerTooLarge
        case .invalidMethod: .method
        case .invalidURL: .target
        default: .message
        }
    }
}
