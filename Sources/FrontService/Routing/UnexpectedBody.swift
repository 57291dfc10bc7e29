import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport
import WebDAV

/// Refuses bodies that nobody would read.
enum UnexpectedBody {
    /// The methods that are answered without a look at their body.
    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .delete, .copy, .move]

    /// Refuses a request with a body, where its method has none.
    ///
    /// RFC 4918 §8.4: "Servers MUST examine all requests for a body, even when a body was not expected. In cases where a
    /// request body is present but would be ignored by a server, the server MUST reject the request with 415 (Unsupported
    /// Media Type)."
    ///
    /// - Throws: `WebDAVError` 415; what reading the body throws.
    static func check(_ request: FrontRequest) async throws {
        guard methods.contains(request.request.method) else { return }
        try await refuse(of: request)
    }

    /// Refuses a request with a body, whatever its method; one whose length is declared is never asked for.
    ///
    /// - Throws: `WebDAVError` 415; what reading the body throws.
    static func refuse(of request: FrontRequest) async throws {
        let fields = request.request.headers
        guard fields[.contentLength].flatMap({ Int($0) }) ?? 0 == 0 else { throw refusal }
        // A body without a length may be empty.
        guard fields[.transferEncoding] != nil else { return }
        for try await piece in try await request.request.acceptBody(request.context) where piece.readableBytes > 0 {
            throw refusal
        }
    }

    private static let refusal = WebDAVError(.unsupportedMediaType, "The request takes no body.")
}
