import BlobClient
import Logging
import Synchronization
import Testing

@testable import BlobService

@Suite struct GrantPatienceTests {
    @Test func `the time of the calls does not end the patience, only that of the pauses`() async throws {
        let patience = GrantPatience(tries: 8, firstPause: .nanoseconds(1), limit: .nanoseconds(4))
        let calls = Mutex(0)
        await #expect(throws: FrontClientError.self) {
            try await patience.run(Logger(label: "test")) { () async throws -> Void in
                calls.withLock { $0 += 1 }
                throw FrontClientError.unavailable("It is away.")
            }
        }
        // Pauses of one and two nanoseconds; a third would be beyond the limit.
        #expect(calls.withLock { $0 } == 3)
    }
}
