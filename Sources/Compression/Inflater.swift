import CZlib

/// Decompresses one stream of DEFLATE data (RFC 1951) by zlib, a piece at a time.
///
/// Neither the stream nor what it expands to is ever whole in memory: the window of 32 KiB is.
@safe
package final class Inflater {
    /// Whether the end of the stream was reached.
    package private(set) var isFinished = false

    // zlib finds its state by the address of the structure, so that it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Prepares for a stream without a header of zlib or gzip.
    ///
    /// - Throws: ``InflationError/outOfMemory``.
    package init() throws(InflationError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let status = unsafe inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size)
        // All properties are set, so that deinit runs: it gives the memory back, and inflateEnd lets a stream without a
        // state be.
        guard status == Z_OK else { throw .outOfMemory }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Decompresses what comes next.
    ///
    /// - Parameters:
    ///   - input: The compressed bytes at hand; those that were used are taken from its front. The rest stays for the next
    ///     call, or follows the stream.
    ///   - limit: The most bytes to return.
    /// - Returns: The bytes; none when more input is needed, or when the stream is at its end.
    /// - Throws: ``InflationError``.
    package func next(from input: inout ArraySlice<UInt8>, atMost limit: Int) throws(InflationError) -> [UInt8] {
        guard !isFinished, limit > 0 else { return [] }
        var (status, used) = (Z_OK, 0)
        let output = unsafe [UInt8](unsafeUninitializedCapacity: limit) { output, count in
            (status, used, count) = unsafe input.withUnsafeBufferPointer { unsafe step($0, output) }
        }
        input = input.dropFirst(used)
        switch status {
        case Z_STREAM_END: isFinished = true
        // Z_BUF_ERROR: nothing could be done without more input.
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .malformed
        }
        return output
    }

    /// Calls zlib once.
    ///
    /// - Returns: What it says, the bytes that it has read, and those that it has written.
    private func step(
        _ input: UnsafeBufferPointer<UInt8>,
        _ output: UnsafeMutableBufferPointer<UInt8>
    ) -> (status: Int32, used: Int, written: Int) {
        let (given, room) = (UInt32(clamping: input.count), UInt32(clamping: output.count))
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = given
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = room
        let status = unsafe inflate(stream, Z_NO_FLUSH)
        return unsafe (status, Int(given - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
    }
}
