import CLMDB

extension MDB_val {
    /// The bytes in place; whoever takes them says how long they are valid.
    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            let start = unsafe mv_data.map { unsafe UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
            let buffer = unsafe UnsafeBufferPointer(start: start, count: mv_size)
            return unsafe _overrideLifetime(Span(_unsafeElements: buffer), borrowing: self)
        }
    }
}

extension [UInt8] {
    /// Gives the array's bytes to LMDB for the duration of a call.
    ///
    /// The value may be changed by the call to point elsewhere; LMDB never writes to the bytes.
    ///
    /// - Parameter body: The call.
    /// - Returns: What the call returns.
    func withValue<Result>(_ body: (inout MDB_val) -> Result) -> Result {
        unsafe withUnsafeBytes { bytes in
            var value = unsafe MDB_val(
                mv_size: bytes.count,
                mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            )
            return unsafe body(&value)
        }
    }
}
