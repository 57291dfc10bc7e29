import Glibc
import NIOCore

/// Ends a connection whose peer's host is gone, which TCP alone finds out after a quarter of an hour, or never.
///
/// The first of the connection's handlers, so that the others hear of the error.
final class HostWatch: ChannelInboundHandler {
    /// Everything passes.
    typealias InboundIn = NIOAny

    private let interval: TimeAmount
    private var silence: HostSilence
    private var timer: Scheduled<Void>?

    /// Creates the watch of a connection.
    ///
    /// - Parameter limit: The time without a confirmation after which the host is gone.
    init(limit: Duration) {
        interval = TimeAmount(limit / 8)
        silence = HostSilence(limit: limit)
    }

    /// Watches a connection of TCP, and has its system ask for a sign of life while nothing is sent.
    ///
    /// - Parameters:
    ///   - channel: The connection.
    ///   - limit: The time without a confirmation after which the host is gone; three seconds are the least that counts while an
    ///     answer is waited for.
    /// - Returns: When it is watched; fails for a connection that is closed already.
    static func begin(on channel: any Channel, limit: Duration) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let options = channel.syncOptions
            for (option, value) in signsOfLife(limit) { try options?.setOption(option, value: value) }
            try channel.pipeline.syncOperations.addHandler(HostWatch(limit: limit), position: .first)
        }
    }

    /// tcp(7): once nothing came for the first time, the system there is asked, and asked again after the second; when two
    /// questions were not answered, the connection is over.
    private static func signsOfLife(_ limit: Duration) -> [(ChannelOptions.Types.SocketOption, Int)] {
        let seconds = Int(limit.components.seconds)
        return [
            (.init(level: .socket, name: .so_keepalive), 1),
            (.init(level: .tcp, name: .init(rawValue: TCP_KEEPIDLE)), max(1, seconds / 2)),
            (.init(level: .tcp, name: .init(rawValue: TCP_KEEPINTVL)), max(1, seconds / 4)),
            (.init(level: .tcp, name: .init(rawValue: TCP_KEEPCNT)), 2),
        ]
    }

    /// Begins to look.
    func handlerAdded(context: ChannelHandlerContext) {
        lookLater(context)
    }

    /// Looks no more; so it is when the connection was closed.
    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    private func lookLater(_ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { [weak self] in
            self?.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return }
        socket.getTCPInfo().assumeIsolated().whenSuccess { [weak self] info in
            guard let self, timer != nil else { return }
            // Where the way out is closed on this side, nothing counts as sent: the system asks again and again instead.
            let isGone = silence.note(
                unconfirmed: Int(info.tcpi_unacked) + Int(info.tcpi_probes),
                confirmed: .milliseconds(Int64(info.tcpi_last_ack_recv)),
                now: .now
            )
            if isGone { end(context) } else { lookLater(context) }
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        context.fireErrorCaught(IOError(errnoCode: ETIMEDOUT, reason: "nothing is confirmed"))
        context.close(promise: nil)
    }
}
