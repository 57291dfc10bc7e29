import Glibc
import NIOCore
import Testing

@testable import BlobClient

/// What people are told of a call that brought no answer.
@Suite struct TransportErrorTests {
    @Test(arguments: [
        (ECONNREFUSED, "The connection failed: nobody listens at its address."),
        (ECONNRESET, "The connection failed: the other side closed it."),
        (EHOSTUNREACH, "The connection failed: there is no way to its host."),
        (EPERM, "The connection failed: the system reports the error 1."),
    ])
    func `an error of the system is a sentence, and names no function of NIO`(_ code: CInt, _ sentence: String) {
        let error = TransportError(wrapping: IOError(errnoCode: code, reason: "connection reset (error set)"))
        #expect(error.reason == sentence)
    }
}
