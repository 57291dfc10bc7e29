import Testing

@testable import FrontService

@Suite struct ReleaseNudgeTests {
    @Test func `a nudge that nobody waited for ends the next wait, once`() async {
        let nudge = ReleaseNudge()
        nudge.nudge()
        nudge.nudge()
        await nudge.wait()
        let second = Task { await nudge.wait() }
        nudge.nudge()
        await second.value
    }

    @Test func `a cancelled wait ends, and a later nudge is not lost`() async {
        let nudge = ReleaseNudge()
        let wait = Task { await nudge.wait() }
        wait.cancel()
        await wait.value
        nudge.nudge()
        await nudge.wait()
    }
}
