import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import ServiceSupport
import Testing

@testable import FrontService

/// What became of a request that may have been cancelled.
struct InterruptedAnswer {
    /// The status of the answer; nil where its body was not written to its end.
    let status: HTTPResponse.Status?

    /// The step at which the request was cancelled; nil where it had fewer steps.
    let place: Interruption.Step?

    /// The number of steps that it made, before and after.
    let stepCount: Int
}

/// Requests whose clients go away.
extension AttachmentFront {
    private struct Sink: ResponseBodyWriter {
        func write(_ buffer: ByteBuffer) async throws {}

        func finish(_ trailers: HTTPFields?) async throws {}
    }

    /// Sends a request of alice that is cancelled at its n-th step.
    func send(
        _ method: String,
        _ uri: String,
        _ headers: [String: String],
        body: RequestBody,
        cancelledAt place: Int,
        of interruption: Interruption
    ) async throws -> InterruptedAnswer {
        var fields: HTTPFields = [.authorization: "Basic \(Data("alice:alice".utf8).base64EncodedString())"]
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let head = HTTPRequest(
            method: try #require(HTTPRequest.Method(method)),
            scheme: "http",
            authority: "localhost",
            path: uri,
            headerFields: fields
        )
        let responder = front.service.publicListener.application.responder
        let (start, key) = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in start { break }
            let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: .silent)
            let context = ServiceRequestContext(source: source)
            let response = try await responder.respond(to: Request(head: head, body: body), context: context)
            try await response.body.write(Sink())
            return response.status
        }
        interruption.arm(at: place) { task.cancel() }
        key.yield()
        let status = try? await task.value
        let steps = interruption.disarm()
        return InterruptedAnswer(
            status: status,
            place: steps.count >= place ? steps[place - 1] : nil,
            stepCount: steps.count
        )
    }
}
