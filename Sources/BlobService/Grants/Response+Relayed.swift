import BlobAPI
import BlobClient
import BlobModel
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport

extension Response {
    /// Makes the answer that the front has for a client.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - context: The context of the client's request.
    init(relaying answer: FrontClient.Relayed, _ context: ServiceRequestContext) {
        var headers = answer.head.fields
        // What comes by a URL that is good once is good for nobody else.
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        guard answer.length != 0 else {
            self.init(status: answer.head.status, headers: headers)
            return
        }
        let eventLoop = context.channel.eventLoop
        let body = ResponseBody(contentLength: answer.length) { writer in
            for try await piece in answer.body {
                try await writer.write(ByteBuffer(bytes: piece), takenOn: eventLoop)
            }
            try await writer.finish(nil)
        }
        self.init(status: answer.head.status, headers: headers, body: body)
    }
}
