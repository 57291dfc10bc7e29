import Glibc

/// The pieces of memory that a vectored write has still to write.
///
/// It points at memory that its maker keeps in place for as long as it is used.
@safe
struct WriteVector {
    /// The pieces left, none of them empty.
    private(set) var vectors: [iovec]

    /// Makes a vector of the pieces that are not empty.
    init(_ vectors: [iovec]) {
        unsafe self.vectors = vectors.filter { unsafe $0.iov_len > 0 }
    }

    /// Whether everything is written.
    var isEmpty: Bool { unsafe vectors.isEmpty }

    /// Leaves out the bytes that a write has written.
    ///
    /// - Parameter count: The result of the write, at most the bytes left.
    mutating func advance(by count: Int) {
        var count = count
        let whole = unsafe vectors.prefix { vector in
            guard unsafe vector.iov_len <= count else { return false }
            unsafe count -= vector.iov_len
            return true
        }
        unsafe vectors.removeFirst(whole.count)
        guard count > 0 else { return }
        unsafe vectors[0].iov_base += count
        unsafe vectors[0].iov_len -= count
    }
}

extension iovec {
    /// Makes a vector of memory that will be read only.
    init(reading buffer: UnsafeBufferPointer<UInt8>) {
        unsafe self.init(iov_base: UnsafeMutableRawPointer(mutating: buffer.baseAddress), iov_len: buffer.count)
    }
}
