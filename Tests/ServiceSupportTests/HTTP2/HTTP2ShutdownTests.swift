import NIOHTTP2
import Testing

@testable import ServiceSupport

struct HTTP2ShutdownTests {
    @Test func `RFC 9113 §6.8 a shutdown announces itself, and then names the last stream that it took`() {
        var shutdown = HTTP2Shutdown()
        shutdown.opened(1)
        shutdown.opened(5)
        let first = shutdown.begin()
        shutdown.opened(7)
        let second = shutdown.acknowledged()
        #expect(first == .announce)
        #expect(second == .settle(last: 7, closes: false))
    }

    @Test func `the connection closes when the last stream has ended, and at once without any`() {
        var busy = HTTP2Shutdown()
        busy.opened(1)
        busy.opened(3)
        _ = busy.begin()
        _ = busy.acknowledged()
        let ends = [busy.closed(), busy.closed()]
        #expect(ends == [.none, .close])
        var idle = HTTP2Shutdown()
        _ = idle.begin()
        let settled = idle.acknowledged()
        #expect(settled == .settle(last: .rootStream, closes: true))
    }

    @Test func `a shutdown begins and settles once`() {
        var shutdown = HTTP2Shutdown()
        let early = shutdown.acknowledged()
        let beginnings = [shutdown.begin(), shutdown.begin()]
        _ = shutdown.acknowledged()
        let late = [shutdown.acknowledged(), shutdown.begin()]
        #expect(early == .none)
        #expect(beginnings == [.announce, .none])
        #expect(late == [.none, .none])
    }

    @Test func `a connection is idle without streams, until its shutdown begins`() {
        var shutdown = HTTP2Shutdown()
        #expect(shutdown.isIdle)
        shutdown.opened(1)
        #expect(!shutdown.isIdle)
        let action = shutdown.closed()
        #expect(action == .none)
        #expect(shutdown.isIdle)
        _ = shutdown.begin()
        #expect(!shutdown.isIdle)
    }
}
