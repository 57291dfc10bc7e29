/// The rule that ends a connection which stands still, as a value that is asked at regular ticks.
///
/// Two ticks in a row without progress end the connection, so that the time-out is between one and one and a half
/// times the limit.
struct StallWatch {
    /// Who has to act next.
    enum Waiting {
        /// The client has to send a request.
        case request
        /// The client has to send more of a body that was asked for.
        case body
        /// The service has to act: it is not the client's fault.
        case service
        /// The client has to take what was sent; this many bytes are still here.
        case delivery(bytes: Int)
    }

    /// The time between two ticks.
    let interval: Duration

    private let minimumBytes: Int
    private var quietTicks = 0
    private var bytesReceived = 0
    private var hasSent = false
    private var undelivered = 0

    /// Creates the watch of a connection with the listener's limits.
    init(limits: HTTPLimits) {
        interval = limits.idleTimeout / 2
        minimumBytes = max(1, Int(Double(limits.minimumBodyRate) * (interval / .seconds(1))))
    }

    /// Notes bytes of a body.
    mutating func received(_ count: Int) { bytesReceived += count }

    /// Notes the begin of a request, from which its body has its own time.
    mutating func began() { quietTicks = 0 }

    /// Notes that something was sent.
    mutating func sent() { hasSent = true }

    /// Returns whether the connection has stood still for too long.
    mutating func tick(_ waiting: Waiting) -> Bool {
        let isQuiet =
            switch waiting {
            case .request: !hasSent
            case .body: bytesReceived < minimumBytes
            case .service: false
            case .delivery(let bytes): !hasSent && bytes == undelivered
            }
        if case .delivery(let bytes) = waiting { undelivered = bytes } else { undelivered = 0 }
        quietTicks = isQuiet ? quietTicks + 1 : 0
        bytesReceived = 0
        hasSent = false
        return quietTicks >= 2
    }
}
