import NIOCore

/// How often a client is told that its request is still worked on (RFC 8607 §3.11.7).
///
/// It is also the event by which a handler asks its connection for that.
package struct ProcessingNotice: Hashable, Sendable {
    /// The time before the first `102 Processing`, from when it is asked for.
    package let first: Duration

    /// The time between two of them.
    package let every: Duration

    /// Makes a notice.
    package init(first: Duration, every: Duration) {
        self.first = first
        self.every = every
    }

    /// Makes a notice that comes again each time so long has passed.
    package init(every: Duration) {
        self.init(first: every, every: every)
    }
}

extension ServiceContext {
    /// Lets the connection send `102 Processing` from time to time until the request is answered; nothing for nil.
    ///
    /// They come only once the whole request has come, and never to a client of HTTP/1.0. Where no listener of ours guards
    /// the connection, as in a test of routes alone, none come.
    package func announceProcessing(_ notice: ProcessingNotice?) {
        guard let notice else { return }
        channel.triggerUserOutboundEvent(notice, promise: nil)
    }
}
