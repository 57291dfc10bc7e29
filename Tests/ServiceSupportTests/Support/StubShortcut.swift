import NIOCore
import NIOHTTP1
import ServiceSupport
import Synchronization

/// A shortcut for `/short/…`, whose answers a test sees and holds back.
final class StubShortcut: RequestShortcut {
    /// The template that the log shows.
    let route = "/short/{word}"

    /// The requests that it was asked to answer, and the answers that were let go of.
    let counts = Mutex((asked: 0, released: 0))

    /// Holds the answer to `/short/held` back.
    let gate = Gate()

    /// Told when an answer was let go of.
    let releases = Lines()

    /// Takes a GET below `/short/`.
    func takes(_ head: HTTPRequestHead) -> Bool { head.method == .GET && head.uri.hasPrefix("/short/") }

    /// Answers with the last word of the path, but leaves `/short/missing` to the router.
    func answer(to head: HTTPRequestHead, on eventLoop: any EventLoop) -> EventLoopFuture<ShortAnswer?> {
        counts.withLock { $0.asked += 1 }
        let word = String(head.uri.dropFirst("/short/".count))
        guard word != "missing" else { return eventLoop.makeSucceededFuture(nil) }
        let promise = eventLoop.makePromise(of: ShortAnswer?.self)
        promise.completeWithTask {
            if word == "held" { await self.gate.pass() }
            return self.answer(with: word)
        }
        return promise.futureResult
    }

    private func answer(with word: String) -> ShortAnswer {
        let headers: HTTPHeaders = ["Content-Length": String(word.utf8.count)]
        return ShortAnswer(headers: headers, body: [.byteBuffer(ByteBuffer(string: word))]) {
            self.counts.withLock { $0.released += 1 }
            self.releases.append("released \(word)")
        }
    }
}
