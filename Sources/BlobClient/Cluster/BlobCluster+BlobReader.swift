import AsyncHTTPClient
import BlobAPI
package import BlobModel
import HTTPSemantics
import NIOHTTP1

extension BlobCluster: BlobReader {
    /// Returns the description of a blob from the node that has the domain.
    ///
    /// - Throws: `BlobError` and `CancellationError`.
    package func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        try await repeating(about: BlobSubject(blob: blob, in: domain)) { placement in
            try await self.value(
                BlobDescription.self,
                of: InternalRequest(
                    operation: .describeBlob,
                    peer: placement.peer,
                    target: InternalPath.description(of: blob, in: domain),
                    timeout: self.options.callTimeout,
                    epoch: placement.epoch
                )
            )
        }
    }

    /// Streams a blob or a range of it; the beginning is repeated, a stream that breaks is not.
    ///
    /// - Throws: `BlobError` and `CancellationError`, also from the stream.
    package func read(
        _ blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>?
    ) async throws -> ByteStream {
        // An empty range has no form in a Range field (RFC 9110 §14.1.2); the description still tells absence.
        if let range, range.isEmpty { return try await emptyRange(range, of: blob, in: domain) }
        return try await repeating(about: BlobSubject(blob: blob, in: domain)) { placement in
            let response = try await self.transport.send(
                InternalRequest(
                    operation: .readBlob,
                    peer: placement.peer,
                    target: InternalPath.blob(blob, in: domain),
                    timeout: self.options.callTimeout,
                    epoch: placement.epoch,
                    range: range
                )
            )
            if let range { try Self.check(response, for: range) }
            return ByteStream(DownloadBody(body: response.body))
        }
    }

    /// A range that leaves the blob is cut by the node (RFC 9110 §14.1.2), but the store's contract refuses it.
    private static func check(_ response: HTTPClientResponse, for range: Range<UInt64>) throws {
        let parts = response.headers.first(name: "content-range")?.split(separator: "/") ?? []
        guard response.status == .partialContent, parts.count == 2, let size = DecimalNumber.parse(parts[1]) else {
            throw TransportError.malformedAnswer(of: .readBlob)
        }
        guard range.upperBound <= size else { throw BlobError.rangeNotSatisfiable(size: size) }
        guard parts[0] == "bytes \(range.lowerBound)-\(range.upperBound - 1)" else {
            throw TransportError.malformedAnswer(of: .readBlob)
        }
    }

    private func emptyRange(
        _ range: Range<UInt64>,
        of blob: ContentID,
        in domain: DedupDomain
    ) async throws -> ByteStream {
        let size = try await description(of: blob, in: domain).size
        guard range.upperBound <= size else { throw BlobError.rangeNotSatisfiable(size: size) }
        return ByteStream.bytes([])
    }
}
