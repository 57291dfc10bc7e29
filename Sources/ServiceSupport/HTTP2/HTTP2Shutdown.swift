import NIOHTTP2

/// When a connection of HTTP/2 ends, as a value: what happens goes in, what to do comes out.
///
/// RFC 9113 §6.8: a server that shuts down sends a GOAWAY with the greatest stream ID, waits until the client must have
/// seen it, and then sends another one with the last stream that it took.
struct HTTP2Shutdown {
    /// What to do next.
    enum Action: Hashable {
        /// Nothing.
        case none
        /// Send the first GOAWAY, and a PING whose answer shows that the client has seen it.
        case announce
        /// Send the last GOAWAY, and close at once where no stream is open.
        case settle(last: HTTP2StreamID, closes: Bool)
        /// Close.
        case close
    }

    private enum Phase {
        case open
        case announced
        case settled
    }

    private var phase = Phase.open
    private var last = HTTP2StreamID.rootStream

    /// The number of streams that are open.
    private(set) var openStreams = 0

    /// Whether nothing stands still by itself: no stream is open, and no shutdown has begun.
    var isIdle: Bool { phase == .open && openStreams == 0 }

    /// Notes a stream that the client has opened.
    mutating func opened(_ stream: HTTP2StreamID) {
        openStreams += 1
        last = max(last, stream)
    }

    /// Notes the end of a stream.
    mutating func closed() -> Action {
        openStreams -= 1
        return phase == .settled && openStreams == 0 ? .close : .none
    }

    /// Begins the shutdown; once is enough.
    mutating func begin() -> Action {
        guard phase == .open else { return .none }
        phase = .announced
        return .announce
    }

    /// Notes that the client has seen the announcement, or has had its time to.
    mutating func acknowledged() -> Action {
        guard phase == .announced else { return .none }
        phase = .settled
        return .settle(last: last, closes: openStreams == 0)
    }
}
