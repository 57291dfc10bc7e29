import Glibc
import SystemPackage

/// One system call on behalf of an operation: retried when a signal interrupted it, its error given operands.
struct SystemCall {
    /// The operation that the call serves.
    let operation: FileOperation
    /// The path that the operation is about.
    let path: FilePath

    /// Makes the call and returns its result.
    ///
    /// - Parameter call: The call; it returns -1 and sets `errno` when it fails.
    /// - Returns: The call's result, never -1.
    /// - Throws: ``FileError/system(operation:path:errno:)`` for every failure but EINTR.
    func run<Value: SignedInteger>(_ call: () -> Value) throws(FileError) -> Value {
        while true {
            let result = call()
            guard result == -1 else { return result }
            let cause = Errno(rawValue: errno)
            guard cause == .interrupted else {
                throw .system(operation: operation, path: path, errno: cause)
            }
        }
    }

    /// Makes a call that takes the path as a C string, and returns its result.
    ///
    /// - Parameter call: The call, given the path; it returns -1 and sets `errno` when it fails.
    /// - Returns: The call's result, never -1.
    /// - Throws: ``FileError/system(operation:path:errno:)`` for every failure but EINTR.
    @safe
    func run(onPath call: (UnsafePointer<CChar>) -> Int32) throws(FileError) -> Int32 {
        try run { unsafe path.withPlatformString { unsafe call($0) } }
    }
}
