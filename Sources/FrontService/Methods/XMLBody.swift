import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport
import WebDAV

/// The XML body of a request, read within the limit of XML bodies.
enum XMLBody {
    /// Waits for room, asks for the body, and returns its octets.
    ///
    /// - Throws: `WebDAVError` 413 as soon as the limit is passed; `BudgetExhausted`.
    static func octets(of request: FrontRequest) async throws -> [UInt8] {
        let limit = XMLLimits.standard.maximumOctets
        if let length = request.request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw WebDAVError(XMLError.tooLarge(limit: limit))
        }
        do {
            return try await request.collectBody(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw WebDAVError(XMLError.tooLarge(limit: limit))
        }
    }
}

extension XMLBody {
    /// Checks that the body of a request to make a collection is declared as XML, if it is there and declared at all.
    ///
    /// RFC 4918 §9.3: "If the server receives a MKCOL request entity type it does not support or understand, it MUST respond
    /// with a 415 (Unsupported Media Type) status code."
    ///
    /// - Throws: `WebDAVError` 415.
    static func checkMediaType(of request: FrontRequest, _ octets: [UInt8]) throws(WebDAVError) {
        guard !octets.isEmpty, let field = request.request.headers[.contentType] else { return }
        guard let type = MediaType(parsing: field), ["application/xml", "text/xml"].contains(type.essence) else {
            throw WebDAVError(.unsupportedMediaType, "The body is not declared as XML.")
        }
    }
}
