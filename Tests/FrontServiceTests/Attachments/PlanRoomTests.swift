import Testing

@testable import FrontService

@Suite struct PlanRoomTests {
    @Test func `room that is taken is not free until nobody holds it`() throws {
        let room = PlanRoom(octets: 10)
        var first = room.take(6)
        #expect(first != nil)
        #expect(room.take(5) == nil)
        let second = try #require(room.take(4))
        first = nil
        #expect(room.take(7) == nil)
        let third = try #require(room.take(6))
        withExtendedLifetime((second, third)) { #expect(room.take(1) == nil) }
    }

    @Test func `more than there is at all is never taken`() {
        #expect(PlanRoom(octets: 10).take(11) == nil)
        #expect(PlanRoom(octets: 10).take(10) != nil)
    }
}
