import NIOHTTP1

/// One request and its response, as the connection sees them go by.
struct Exchange {
    /// The method of the request.
    let method: HTTPMethod

    /// The version of HTTP that the client speaks.
    let version: HTTPVersion

    /// How the end of the request body is marked.
    let framing: BodyFraming

    /// Whether the client still waits for `100 Continue`.
    var awaitsContinue: Bool

    /// Whether the connection is closed after the response.
    var closesAfterResponse: Bool

    /// The bytes of the request body that have come.
    var bytesReceived: UInt64 = 0

    /// The bytes of the response body that were handed to the connection.
    var bytesSent: UInt64 = 0

    /// Whether the whole request has come.
    var isRequestComplete = false

    /// The status of the final response, once it was begun.
    var status: HTTPResponseStatus?

    /// Whether the whole response was handed to the connection.
    var isResponseComplete = false

    /// Creates the exchange that an accepted request begins.
    init(_ check: RequestCheck) {
        method = check.head.method
        version = check.head.version
        framing = check.framing
        awaitsContinue = check.expectsContinue
        closesAfterResponse = check.closesAfterResponse
    }

    /// Whether what is left of the body is so little that taking it is cheaper than a new connection.
    func canDrain(_ limits: HTTPLimits) -> Bool {
        guard !awaitsContinue, case .length(let length) = framing else { return isRequestComplete }
        return length - min(bytesReceived, length) <= limits.drainBytes
    }
}
