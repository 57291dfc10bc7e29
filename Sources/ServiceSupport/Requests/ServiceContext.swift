package import Hummingbird
package import NIOCore

/// What every request of a service carries beside Hummingbird's own values.
///
/// The middleware of this target works on any conforming context, so that a service can add its own values.
package protocol ServiceContext: RequestContext where Source == ApplicationRequestContextSource {
    /// The connection that the request came over; its handlers run on `channel.eventLoop`.
    var channel: any Channel { get }

    /// The identity of the request in logs and in calls to the other service.
    var requestID: String { get set }

    /// Who sent the request, as far as the network tells.
    var client: ClientEndpoint { get set }
}

extension ServiceContext {
    /// Sends `100 Continue` when the client waits for it.
    ///
    /// A handler calls this once it has checked everything that it can without the body, right before it reads the
    /// body. Answering an error without it lets the client keep its body, and closes the connection after the answer.
    ///
    /// RFC 9110 §10.1.1: "A server that receives a 100-continue expectation … MUST send either a 100 (Continue)
    /// interim response … or an immediate final response". Nothing is sent when the client does not wait for it, or
    /// when some of the body has come already.
    ///
    /// - Throws: The error of the connection, when it is closed.
    package func sendContinueIfExpected() async throws {
        do {
            try await channel.triggerUserOutboundEvent(BodyAcceptance()).get()
        } catch ChannelError.operationUnsupported {
            // No listener of ours guards the connection, as in a test of routes alone: nobody waits.
        }
    }
}

extension Request {
    /// Accepts the body and returns it; to be called once everything that needs no body was checked.
    ///
    /// - Throws: The error of the connection, when it is closed.
    package func acceptBody(_ context: some ServiceContext) async throws -> RequestBody {
        if headers[.expect] != nil {
            try await context.sendContinueIfExpected()
        }
        return body
    }
}
