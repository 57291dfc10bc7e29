import HummingbirdCore
import NIOCore

/// Where the requests of a listener are answered: brief ones on the event loop of their connection, all others on the threads
/// that all tasks share ([decision 0030](../../../Docs/decisions/0030-brief-requests-on-their-event-loop.md)).
struct RequestPlacement: Sendable {
    /// What tells which requests are brief; nil when none is.
    let brief: (any BriefRequests)?

    /// Returns what runs the tasks of a connection; nil for the threads that all tasks share.
    func executor(of channel: any Channel) -> EventLoopExecutor? {
        brief.map { _ in EventLoopExecutor(channel.eventLoop) }
    }

    /// Returns a responder for connections whose tasks run on their event loop.
    ///
    /// All of a request that is not brief happens elsewhere: its middleware, its handler, and the writing of its answer.
    func placing(_ responder: @escaping HTTPChannelHandler.Responder) -> HTTPChannelHandler.Responder {
        guard let brief else { return responder }
        return { request, writer, channel in
            guard !brief.isBrief(request.head) else { return try await responder(request, writer, channel) }
            var writer: ResponseWriter? = consume writer
            try await withTaskExecutorPreference(globalConcurrentExecutor) {
                guard let writer = writer.take() else { preconditionFailure("An operation is run once.") }
                try await responder(request, writer, channel)
            }
        }
    }
}
