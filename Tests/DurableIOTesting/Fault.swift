package import SystemPackage

/// What happens at a ``FaultPoint``.
package struct Fault: Hashable, Sendable {
    /// The error that is thrown.
    package let errno: Errno
    /// How many bytes of an append reach the file before the error; other operations do nothing.
    package let writtenBytes: Int

    /// Makes a fault.
    ///
    /// - Parameters:
    ///   - errno: The error that is thrown.
    ///   - writtenBytes: How many bytes of an append reach the file before the error.
    package init(_ errno: Errno, writtenBytes: Int = 0) {
        self.errno = errno
        self.writtenBytes = writtenBytes
    }

    /// The file system is full.
    package static let noSpace = Fault(.noSpace)
    /// The device failed.
    package static let inputOutput = Fault(.ioError)

    /// The file system is full after some bytes: a torn append.
    package static func noSpace(after writtenBytes: Int) -> Fault { Fault(.noSpace, writtenBytes: writtenBytes) }

    /// The device failed after some bytes: a torn append.
    package static func inputOutput(after writtenBytes: Int) -> Fault { Fault(.ioError, writtenBytes: writtenBytes) }
}
