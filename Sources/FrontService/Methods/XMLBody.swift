import Hummingbird
import NIOCore
import ServiceSupport
import WebDAV

/// The XML body of a request, read within the limit of XML bodies.
enum XMLBody {
    /// Asks for the body and returns its octets.
    ///
    /// - Throws: `WebDAVError` 413 as soon as the limit is passed.
    static func octets(of request: FrontRequest) async throws -> [UInt8] {
        let limit = XMLLimits.standard.maximumOctets
        if let length = request.request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw WebDAVError(XMLError.tooLarge(limit: limit))
        }
        do {
            return Array(buffer: try await request.request.acceptBody(request.context).collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw WebDAVError(XMLError.tooLarge(limit: limit))
        }
    }
}
