import DurableIO
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import SystemPackage

/// Sends runs of files over a plain HTTP/1.1 connection with `sendfile`.
///
/// The parts are written below the codec that turns HTTP types into HTTP/1.1 parts, since the types above it know no
/// files. Under TLS or HTTP/2 this must not be used: the bytes would have to be encrypted or framed.
struct FileSender: Sendable {
    /// The most bytes that wait in the connection at once: often enough for a slow client to be seen to move.
    private static let batchBytes: UInt64 = 8 << 20

    /// The connection.
    let channel: any Channel

    /// Returns whether a connection has the codec below which files can be written.
    static func canSend(over channel: any Channel) async -> Bool {
        let found = channel.eventLoop.submit {
            (try? channel.pipeline.syncOperations.context(handlerType: HTTP1ToHTTPServerCodec.self)) != nil
        }
        return (try? await found.get()) ?? false
    }

    /// Sends regions in their order, after the head was written; the end of the response is still to be written.
    ///
    /// Returns when the system has taken all bytes, batch by batch. A task that is cancelled closes the connection, since
    /// nothing else ends the wait for a client that takes nothing.
    ///
    /// - Throws: The error of the connection, and `CancellationError`.
    func send(_ regions: [SendableRegion]) async throws {
        try await withTaskCancellationHandler {
            for batch in FileBatches(regions, maximum: Self.batchBytes) {
                try Task.checkCancellation()
                try await write(batch)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func write(_ batch: [SendableRegion]) async throws {
        let borrowed = batch.map { BorrowedFileRegion($0.file, offset: $0.offset, length: $0.length) }
        defer { for file in borrowed { file.release() } }
        let regions = borrowed.map(\.region)
        try await channel.eventLoop.flatSubmit { [channel] in Self.write(regions, to: channel) }.get()
    }

    /// Writes regions from the event loop; the result comes when the last of them has left.
    private static func write(_ regions: [NIOCore.FileRegion], to channel: any Channel) -> EventLoopFuture<Void> {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        do {
            let context = try channel.pipeline.syncOperations.context(handlerType: HTTP1ToHTTPServerCodec.self)
            for (index, region) in regions.enumerated() {
                let part = HTTPServerResponsePart.body(.fileRegion(region))
                context.write(NIOAny(part), promise: index == regions.count - 1 ? promise : nil)
            }
            context.flush()
        } catch {
            promise.fail(error)
        }
        return promise.futureResult
    }
}
