import ServiceSupport
import Testing

struct BellTests {
    @Test func `a ring that nobody waited for ends the next wait, once`() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait()
        let second = Task { await bell.wait() }
        bell.ring()
        await second.value
    }

    @Test func `a cancelled wait ends, and a later ring is not lost`() async {
        let bell = Bell()
        let wait = Task { await bell.wait() }
        wait.cancel()
        await wait.value
        bell.ring()
        await bell.wait()
    }
}
