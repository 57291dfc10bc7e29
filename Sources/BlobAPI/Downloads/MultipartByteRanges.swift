package import BlobModel
import HTTPSemantics

/// A body of several parts of a blob (RFC 9110 §14.6).
package struct MultipartByteRanges: Sendable {
    /// The pieces of the body, in order.
    package let pieces: [DownloadPiece]

    /// The media type of the body.
    package let mediaType: String

    /// The bytes of the body.
    package var length: UInt64 { pieces.reduce(0) { $0 + $1.count } }

    /// Makes the body.
    ///
    /// The boundary is the blob's own digest: what has a digest cannot contain it but by chance.
    ///
    /// - Parameters:
    ///   - parts: The parts, in the order of the request.
    ///   - blob: The blob.
    ///   - partType: The media type of the blob.
    ///   - size: The size of the blob.
    package init(_ parts: [Range<UInt64>], of blob: ContentID, partType: String, size: UInt64) {
        let boundary = blob.description
        mediaType = "multipart/byteranges; boundary=\(boundary)"
        pieces =
            parts.flatMap { part -> [DownloadPiece] in
                // RFC 9110 §15.3.7.2: "the server … MUST generate a Content-Range header field in each body part".
                let fields =
                    "\r\n--\(boundary)\r\nContent-Type: \(partType)\r\n"
                    + "Content-Range: \(ByteRangeRequest.contentRange(of: part, size: size))\r\n\r\n"
                return [.literal(Array(fields.utf8)), .range(part)]
            } + [.literal(Array("\r\n--\(boundary)--\r\n".utf8))]
    }
}
