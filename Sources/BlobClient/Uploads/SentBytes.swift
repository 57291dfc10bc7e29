import NIOCore

/// The bytes of an upload that the node has not said to be durable, so that they can be sent again.
struct SentBytes: Sendable {
    /// Where in the upload they begin: the bytes before are durable.
    private(set) var offset: UInt64 = 0

    /// The bytes, in order; no buffer is empty.
    private(set) var buffers: [ByteBuffer] = []

    /// Creates the bytes of an upload of which nothing was sent.
    init() {}

    /// The number of bytes.
    var byteCount: Int { buffers.reduce(0) { $0 + $1.readableBytes } }

    /// Where in the upload they end.
    var end: UInt64 { offset + UInt64(byteCount) }

    /// Adds bytes behind the last one.
    mutating func append(_ buffer: ByteBuffer) {
        guard buffer.readableBytes > 0 else { return }
        buffers.append(buffer)
    }

    /// Lets go of the bytes that are durable.
    ///
    /// - Parameter durable: Where in the upload the durable bytes end.
    /// - Returns: False when that cannot be: what was durable is so no more, or what was never sent is said to be.
    mutating func acknowledge(_ durable: UInt64) -> Bool {
        guard (offset...end).contains(durable) else { return false }
        var count = Int(durable - offset)
        while count > 0 {
            let length = min(count, buffers[0].readableBytes)
            buffers[0].moveReaderIndex(forwardBy: length)
            if buffers[0].readableBytes == 0 { buffers.removeFirst() }
            count -= length
        }
        offset = durable
        return true
    }
}
