import BlobAPI
import BlobModel
import Hummingbird
import Logging
import NIOCore
import ServiceSupport

/// Makes the bodies of downloads: small ones at once, large ones from the files themselves or piece by piece.
struct DownloadBodies: Sendable {
    /// The length above which a body is worth a `sendfile`; below, a buffer costs no more.
    static let smallBytes = 256 << 10

    /// How the bytes of large bodies leave.
    let delivery: Delivery

    /// How the bytes of large bodies leave.
    enum Delivery: Sendable {
        /// From the files, without passing through the process; over plain HTTP/1.1 alone.
        case fromFiles
        /// Through the process, as a cipher needs it.
        case copied
        /// Through the process, after each chunk was checked against its content ID.
        ///
        /// Otherwise it is the receiver who can check, by `Repr-Digest`.
        case checked
    }

    /// Returns a body of ranges of a blob and what stands between them.
    ///
    /// What can be refused is refused here, before any head is sent. A fault that shows later ends the connection
    /// inside the body, so that no client takes a cut body for a whole one.
    ///
    /// - Throws: `BlobError`.
    func body(
        of blob: ContentID,
        in domain: DedupDomain,
        pieces: [DownloadPiece],
        from store: any NodeStorage,
        _ context: ServiceRequestContext
    ) async throws -> ResponseBody {
        guard !pieces.isEmpty else { return ResponseBody() }
        guard let range = DownloadPiece.onlyRange(pieces) else {
            return multipartBody(of: blob, in: domain, pieces: pieces, from: store, context.channel)
        }
        if range.count > Self.smallBytes, delivery != .checked,
            let regions = try await store.sendableRegions(of: blob, in: domain, range: range)
        {
            return await body(of: regions, length: range.count, context)
        }
        let stream = try await store.read(blob, in: domain, range: range)
        guard range.count > Self.smallBytes else {
            return ResponseBody(byteBuffer: ByteBuffer(bytes: try await stream.collect(upTo: range.count)))
        }
        return streamBody(stream, length: range.count, context.channel)
    }

    private func body(
        of regions: [SendableRegion],
        length: Int,
        _ context: ServiceRequestContext
    ) async -> ResponseBody {
        let channel = context.channel
        guard delivery == .fromFiles, await FileSender.canSend(over: channel) else {
            return copiedBody(regions, length: length, channel)
        }
        return ResponseBody(contentLength: length) { writer in
            try await FileSender(channel: channel).send(regions)
            try await writer.finish(nil)
        }
    }

    /// While one piece is on its way to the client, the next one is read: disk and cipher work at the same time.
    private func copiedBody(_ regions: [SendableRegion], length: Int, _ channel: any Channel) -> ResponseBody {
        ResponseBody(contentLength: length) { writer in
            var pieces = RegionReader.pieces(of: regions)
            var ready: ByteBuffer?
            while let piece = pieces.next() {
                async let next = RegionReader.read(piece)
                if let ready { try await writer.write(ready, takenOn: channel.eventLoop) }
                ready = try await next
            }
            if let ready { try await writer.write(ready, takenOn: channel.eventLoop) }
            try await writer.finish(nil)
        }
    }

    private func multipartBody(
        of blob: ContentID,
        in domain: DedupDomain,
        pieces: [DownloadPiece],
        from store: any NodeStorage,
        _ channel: any Channel
    ) -> ResponseBody {
        ResponseBody(contentLength: Int(pieces.reduce(0) { $0 + $1.count })) { writer in
            for piece in pieces {
                switch piece {
                case .literal(let bytes):
                    try await writer.write(ByteBuffer(bytes: bytes), takenOn: channel.eventLoop)
                case .range(let range):
                    for try await bytes in try await store.read(blob, in: domain, range: range) {
                        try await writer.write(ByteBuffer(bytes: bytes), takenOn: channel.eventLoop)
                    }
                }
            }
            try await writer.finish(nil)
        }
    }

    private func streamBody(_ stream: ByteStream, length: Int, _ channel: any Channel) -> ResponseBody {
        ResponseBody(contentLength: length) { writer in
            for try await piece in stream {
                try await writer.write(ByteBuffer(bytes: piece), takenOn: channel.eventLoop)
            }
            try await writer.finish(nil)
        }
    }
}
