import Glibc
import SystemPackage

/// LMDB's data file, read without a map: what the disk does not give is an error then, and no signal.
struct PageFile: ~Copyable {
    /// The length of the file in bytes when it was opened.
    let byteCount: Int
    private let descriptor: Int32

    /// Opens the file of an environment; nil when the directory has none.
    ///
    /// - Parameter directory: The environment's directory.
    /// - Throws: ``LMDBError/system(call:errno:)``.
    init?(in directory: FilePath) throws(LMDBError) {
        let path = directory.appending("data.mdb")
        let opened = unsafe path.withPlatformString { unsafe open($0, O_RDONLY | O_CLOEXEC) }
        guard opened >= 0 else {
            guard errno != ENOENT else { return nil }
            throw .system(call: .readPages, errno: Errno(rawValue: errno))
        }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            let reason = Errno(rawValue: errno)
            _ = close(opened)
            throw .system(call: .readPages, errno: reason)
        }
        descriptor = opened
        byteCount = Int(status.st_size)
    }

    deinit {
        _ = close(descriptor)
    }

    /// Reads bytes into the beginning of a buffer.
    ///
    /// - Parameters:
    ///   - count: The number of bytes, not more than the buffer has.
    ///   - offset: Where they begin in the file.
    ///   - buffer: Where they go.
    /// - Returns: False when the file ends before.
    /// - Throws: ``LMDBError/system(call:errno:)``.
    func read(_ count: Int, at offset: Int, into buffer: PageBuffer) throws(LMDBError) -> Bool {
        precondition(count <= buffer.byteCount, "A buffer is too small for what is read into it.")
        var done = 0
        while done < count {
            let result = unsafe pread(descriptor, buffer.start + done, count - done, offset + done)
            guard result != 0 else { return false }
            guard result > 0 || errno == EINTR else { throw .system(call: .readPages, errno: Errno(rawValue: errno)) }
            done += max(0, result)
        }
        return true
    }
}

/// Memory for pages that are read.
@safe
final class PageBuffer {
    /// The size in bytes.
    let byteCount: Int
    /// The first byte.
    let start: UnsafeMutableRawPointer

    /// Makes a buffer that holds zeros.
    init(byteCount: Int) {
        self.byteCount = byteCount
        unsafe start = .allocate(byteCount: byteCount, alignment: 16)
        unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    deinit {
        unsafe start.deallocate()
    }

    /// Returns a part of the buffer, which keeps the buffer; it has what was read last.
    func bytes(at offset: Int = 0, count: Int) -> PageBytes {
        precondition(offset >= 0 && count >= 0 && offset + count <= byteCount, "A part of a buffer is outside it.")
        return unsafe PageBytes(start: UnsafeRawPointer(start + offset), count: count, of: self)
    }
}

/// Bytes of a page in a ``PageBuffer``, of which nothing outside is ever read.
@safe
struct PageBytes {
    /// The number of bytes.
    let count: Int
    private let start: UnsafeRawPointer
    private let buffer: PageBuffer

    /// Names bytes of a buffer, which lives on with them.
    init(start: UnsafeRawPointer, count: Int, of buffer: PageBuffer) {
        unsafe self.start = start
        self.count = count
        self.buffer = buffer
    }

    /// Returns the integer at an offset, in the order of the machine's bytes as LMDB writes it.
    @inline(__always)
    func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
        precondition(offset >= 0 && offset <= count - MemoryLayout<Value>.size, "An integer is outside its page.")
        return withExtendedLifetime(buffer) { unsafe start.loadUnaligned(fromByteOffset: offset, as: type) }
    }

    /// Tells whether some bytes are before others: unsigned from left to right, a shorter run before those that it begins.
    @inline(__always)
    func precedes(_ former: Range<Int>, _ later: Range<Int>) -> Bool {
        precondition(former.upperBound <= count && later.upperBound <= count, "A key is outside its page.")
        let length = min(former.count, later.count)
        let order = withExtendedLifetime(buffer) {
            unsafe memcmp(start + former.lowerBound, start + later.lowerBound, length)
        }
        return order < 0 || (order == 0 && former.count < later.count)
    }

    /// Returns a copy of some of the bytes.
    func copy(_ range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "Bytes are outside their page.")
        return withExtendedLifetime(buffer) {
            unsafe Array(UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count))
        }
    }
}
