import BlobModel
import NIOCore
import NIOHTTP1
import ServiceSupport

/// Answers `GET /d/v1/<blob>` for small blobs as ``SignedDownloadRoute`` would, at a fraction of its cost.
///
/// Only a request without a range and without conditions, with a good signature, for a blob that is there and whole:
/// everything else is left to the route. The signature is checked on the event loop, which takes a few microseconds; the
/// index and the segment are read on a reader's thread, since either may have to wait for a disk, unless the blob was
/// fetched a moment ago and is in memory.
struct SignedDownloadShortcut: RequestShortcut {
    /// The node that it belongs to.
    let node: NodeAccess

    /// Whether bytes may leave the file without passing through the process.
    let sendsFiles: Bool

    /// The template of ``SignedDownloadRoute``.
    let route = "/d/v1/{blob}"

    /// The fields that change the answer, or tell of a body.
    private static let fieldsOfLongWay = [
        "Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Content-Length",
        "Transfer-Encoding", "Expect",
    ]

    /// Returns whether a request is a GET of a signed URL for the whole of it.
    func takes(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.uri.hasPrefix(SignedURL.pathPrefix)
            && Self.fieldsOfLongWay.allSatisfy { !head.headers.contains(name: $0) }
    }

    /// Begins to answer.
    func answer(to head: HTTPRequestHead, on eventLoop: any EventLoop) -> EventLoopFuture<ShortAnswer?> {
        guard let (url, runtime) = verified(head.uri) else { return eventLoop.makeSucceededFuture(nil) }
        let promise = eventLoop.makePromise(of: ShortAnswer?.self)
        let download = Download(url, remainingLife: url.remainingLife(now: node.now()))
        runtime.store.lookForSmall(download.blob, in: download.domain, allowingRegions: sendsFiles) { small in
            // The answer is made where the blob was found: mostly away from the event loop, which has enough to do.
            promise.succeed(small.flatMap { ShortAnswer(download, $0) })
        }
        return promise.futureResult
    }

    private func verified(_ target: String) -> (SignedURL, NodeRuntime)? {
        guard let question = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        let (path, query) = (String(target[..<question]), String(target[target.utf8.index(after: question)...]))
        guard let url = try? SignedURL(parsingPath: path, query: query), let runtime = node.state.current,
            (try? url.verify(with: runtime.keys, now: node.now())) != nil
        else { return nil }
        return (url, runtime)
    }
}
