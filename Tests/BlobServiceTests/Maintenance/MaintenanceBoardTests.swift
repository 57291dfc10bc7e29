import BlobAPI
import BlobModel
import FoundationEssentials
import Testing

@testable import BlobService

/// Who has a place on the board, and who gives it.
struct MaintenanceBoardTests {
    private let board = MaintenanceBoard(plan: MaintenancePlan()) { 0.5 }
    private let first: ShardID
    private let second: ShardID
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        first = try ShardID(validating: "s-1")
        second = try ShardID(validating: "s-2")
    }

    @Test func `a shard that is admitted has all jobs at once, and takes orders`() {
        #expect(board.statuses(of: first).isEmpty)
        #expect(board.request(.scrub, on: first, order: RecountOrder()) == nil)
        board.admit([first], now: start)
        #expect(Set(board.statuses(of: first).map(\.job)) == Set(ShardJob.allCases))
        #expect(board.request(.scrub, on: first, order: RecountOrder()) != nil)
        #expect(board.update { $0.hasRequests })
    }

    @Test func `a shard that is admitted again keeps what was ordered and when its jobs are due`() {
        board.admit([first], now: start)
        _ = board.request(.compaction, on: first, order: RecountOrder())
        let before = board.statuses(of: first)
        board.admit([first], now: start.addingTimeInterval(100_000))
        #expect(board.statuses(of: first) == before)
        #expect(board.update { $0.hasRequests })
    }

    @Test func `admitting takes no place from a shard that is not named`() {
        board.admit([first], now: start)
        board.admit([second], now: start)
        board.admit([], now: start)
        #expect(board.update { $0.shards } == [first, second])
    }

    @Test func `settling takes the place from shards that are not open any more`() {
        board.admit([first, second], now: start)
        board.settle([second], now: start)
        #expect(board.update { $0.shards } == [second])
        #expect(board.request(.scrub, on: first, order: RecountOrder()) == nil)
    }
}
