import BlobAPI
import BlobModel
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport

/// Answers a GET or HEAD with a blob: validators, ranges, and the fields that keep bytes of strangers harmless.
struct DownloadResponder: Sendable {
    /// What sends the bytes.
    let bodies: DownloadBodies

    /// Answers a request that was found entitled to a download.
    ///
    /// - Throws: `BlobError`, and the problems `attachment-gone`, `malformed`, and `range-not-satisfiable`.
    func respond(
        to request: Request,
        _ context: ServiceRequestContext,
        with download: Download,
        from store: any NodeStorage
    ) async throws -> Response {
        let size = try await size(of: download, in: store)
        let etag = EntityTag(strong: download.blob.description)
        switch try Self.conditions(of: request).evaluate(current: etag, modified: nil, isSafe: true) {
        case .notModified: return Response(status: .notModified, headers: Self.validators(download, etag))
        case .preconditionFailed: throw APIProblem(.preconditionFailed)
        case .proceed: break
        }
        let part = try DownloadPart(request, etag: etag, size: size)
        let fields = Self.representation(download).merging(part.fields)
        let body =
            request.method == .head
            ? ResponseBody()
            : try await bodies.body(of: download.blob, in: download.domain, range: part.range, from: store, context)
        return Response(status: part.status, headers: fields, body: body)
    }

    /// The leave names a blob that was there: when it is not, it has been deleted.
    private func size(of download: Download, in store: any NodeStorage) async throws -> UInt64 {
        do {
            return try await store.description(of: download.blob, in: download.domain).size
        } catch let error as BlobError where error.isAbsence {
            throw APIProblem(.attachmentGone)
        }
    }

    private static func conditions(of request: Request) throws(APIProblem) -> ConditionalRequest {
        do throws(HTTPFieldError) {
            return try ConditionalRequest(
                ifMatch: request.headers[.ifMatch],
                ifNoneMatch: request.headers[.ifNoneMatch]
            )
        } catch {
            throw APIProblem(.malformed, detail: error.description)
        }
    }

    /// RFC 9110 §15.4.5: a 304 carries the fields that would have been sent with a 200 and that guide a cache.
    private static func validators(_ download: Download, _ etag: EntityTag) -> HTTPFields {
        [.eTag: etag.description, .cacheControl: download.cacheControl]
    }

    private static func representation(_ download: Download) -> HTTPFields {
        let disposition =
            download.isInline
            ? ContentDisposition(type: "inline", filename: download.filename)
            : .attachment(filename: download.filename)
        return [
            .contentType: MediaType(parsing: download.mediaType) == nil
                ? "application/octet-stream" : download.mediaType,
            .contentDisposition: disposition.fieldValue,
            .cacheControl: download.cacheControl,
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "sandbox",
            .referrerPolicy: "no-referrer",
            // RFC 9530 §3: the digest is that of the whole representation, also when a part is sent.
            .reprDigest: "sha-256=:\(Data(download.blob.bytes).base64EncodedString()):",
        ]
    }
}

extension HTTPField.Name {
    /// How a page may use the URL that it came from (Referrer Policy §8.1).
    fileprivate static var referrerPolicy: HTTPField.Name {
        guard let name = HTTPField.Name("Referrer-Policy") else {
            preconditionFailure("The name of the referrer policy field is a token.")
        }
        return name
    }
}

extension HTTPFields {
    /// Returns these fields with those of another set in place of fields of the same names.
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        other.reduce(into: self) { fields, field in fields[field.name] = field.value }
    }
}
