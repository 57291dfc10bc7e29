import BlobModel
import Hummingbird
import Logging
import NIOCore
import ServiceSupport

/// Makes the bodies of downloads: small ones at once, large ones from the files themselves, others piece by piece.
struct DownloadBodies: Sendable {
    /// The length above which a body is worth a `sendfile`; below, a buffer costs no more.
    static let smallBytes = 256 << 10

    /// Whether bytes may leave the file without passing through the process: over plain HTTP/1.1, and unchecked.
    ///
    /// Bytes that are read are checked against their content IDs; those that are sent from files, the receiver can check
    /// by `Repr-Digest`.
    let sendsFiles: Bool

    /// Returns a body with a range of a blob.
    ///
    /// What can be refused is refused here, before any head is sent. A fault that shows later ends the connection
    /// inside the body, so that no client takes a cut body for a whole one.
    ///
    /// - Throws: `BlobError`.
    func body(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>,
        from store: any NodeStorage,
        _ context: ServiceRequestContext
    ) async throws -> ResponseBody {
        guard !range.isEmpty else { return ResponseBody() }
        if range.count > Self.smallBytes, sendsFiles, await FileSender.canSend(over: context.channel),
            let regions = try await store.sendableRegions(of: blob, in: domain, range: range)
        {
            return fileBody(regions, length: range.count, context)
        }
        let stream = try await store.read(blob, in: domain, range: range)
        guard range.count > Self.smallBytes else {
            return ResponseBody(byteBuffer: ByteBuffer(bytes: try await stream.collect(upTo: range.count)))
        }
        return streamBody(stream, length: range.count)
    }

    private func fileBody(
        _ regions: [SendableRegion],
        length: Int,
        _ context: ServiceRequestContext
    ) -> ResponseBody {
        let channel = context.channel
        return ResponseBody(contentLength: length) { writer in
            try await FileSender(channel: channel).send(regions)
            try await writer.finish(nil)
        }
    }

    private func streamBody(_ stream: ByteStream, length: Int) -> ResponseBody {
        ResponseBody(contentLength: length) { writer in
            for try await piece in stream {
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
    }
}
