/// A piece of the body of a download.
package enum DownloadPiece: Hashable, Sendable {
    /// Bytes of the blob.
    case range(Range<UInt64>)
    /// Bytes between them: the delimiters and fields of a multipart body.
    case literal([UInt8])

    /// The range of the blob that is the whole body, or nil when the body is something else.
    package static func onlyRange(_ pieces: [DownloadPiece]) -> Range<UInt64>? {
        guard pieces.count == 1, case .range(let range) = pieces[0] else { return nil }
        return range
    }

    /// The bytes of the piece.
    package var count: UInt64 {
        switch self {
        case .range(let range): range.upperBound - range.lowerBound
        case .literal(let bytes): UInt64(bytes.count)
        }
    }
}
