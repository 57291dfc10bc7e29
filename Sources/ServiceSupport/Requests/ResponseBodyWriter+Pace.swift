package import Hummingbird
package import NIOCore

extension ResponseBodyWriter {
    /// Writes a piece of a body, and returns when the connection's event loop has taken it.
    ///
    /// A writer waits while its connection is full; but whether it is, the event loop finds out as it takes the pieces
    /// that came before. One that is busy, as with a cipher for many clients, would be handed whole bodies meanwhile, all
    /// of them in memory.
    ///
    /// - Parameters:
    ///   - piece: The bytes.
    ///   - eventLoop: That of the connection that the body leaves by.
    /// - Throws: What ended the connection.
    @concurrent
    package mutating func write(_ piece: ByteBuffer, takenOn eventLoop: any EventLoop) async throws {
        try await write(piece)
        // An event loop works in order: when this ran, the piece was taken.
        try await eventLoop.submit {}.get()
    }
}
