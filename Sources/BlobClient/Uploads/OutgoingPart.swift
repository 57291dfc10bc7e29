import NIOCore

/// A part of an upload as it is sent.
struct OutgoingPart: Sendable {
    /// The bytes, in order.
    let buffers: [ByteBuffer]

    /// Where in the upload they begin.
    let offset: UInt64

    /// Whether the upload ends with them.
    let endsUpload: Bool
}
