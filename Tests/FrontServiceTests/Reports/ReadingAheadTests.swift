import Testing

@testable import FrontService

@Suite struct ReadingAheadTests {
    private struct Refusal: Error {}

    @Test(arguments: [1, 2, 5]) func `all batches are handled, in their order`(count: Int) async throws {
        var handled: [Int] = []
        try await ReadingAhead.forEach(from: { 1 }, isLast: { $0 == count }) {
            $0 + 1
        } _: {
            handled.append($0)
        }
        #expect(handled == Array(1...count))
    }

    @Test(.timeLimit(.minutes(1))) func `the next batch is read while one is handled`() async throws {
        let (reads, read) = AsyncStream<Int>.makeStream()
        var next = reads.makeAsyncIterator()
        var handled: [Int] = []
        try await ReadingAhead.forEach(from: { 1 }, isLast: { $0 == 3 }) { number in
            read.yield(number + 1)
            return number + 1
        } _: { number in
            // Would wait for ever if the next one were read after this one.
            if number < 3 { #expect(await next.next() == number + 1) }
            handled.append(number)
        }
        #expect(handled == [1, 2, 3])
    }

    @Test(.timeLimit(.minutes(1))) func `a batch that cannot be handled ends the reading of the next one`() async throws
    {
        await #expect(throws: Refusal.self) {
            try await ReadingAhead.forEach(from: { 1 }, isLast: { $0 == 2 }) { _ in
                try await Task.sleep(for: .seconds(600))
                return 2
            } _: { _ in
                throw Refusal()
            }
        }
    }

    @Test func `a batch that cannot be read is told after the one before it was handled`() async throws {
        var handled: [Int] = []
        await #expect(throws: Refusal.self) {
            try await ReadingAhead.forEach(from: { 1 }, isLast: { $0 == 2 }) { _ in
                throw Refusal()
            } _: {
                handled.append($0)
            }
        }
        #expect(handled == [1])
    }
}
