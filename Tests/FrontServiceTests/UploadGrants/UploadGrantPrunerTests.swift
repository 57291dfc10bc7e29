import AttachmentStore
import BlobAPI
import BlobModel
import BlobStoreTesting
import DeploymentStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing

@testable import FrontService

/// Grants of which nothing comes.
@Suite struct UploadGrantPrunerTests {
    private func look(_ front: GrantFront) async throws -> Int {
        try await pruner(front).look().count
    }

    private func pruner(_ front: GrantFront) -> UploadGrantPruner {
        UploadGrantPruner(dependencies: front.test.dependencies, logger: .silent)
    }

    /// Lets time pass, in which a pruner looks every minute, and returns how many grants it gave up.
    private func wait(_ seconds: Double, _ front: GrantFront, for pruner: UploadGrantPruner) async throws -> Int {
        var (left, count) = (seconds, 0)
        while left > 0 {
            front.test.front.clock.advance(by: min(left, 60))
            count += try await pruner.look().count
            left -= 60
        }
        return count
    }

    private func workOff(_ front: GrantFront) async throws {
        _ = try await ReleaseWorker(dependencies: front.test.dependencies, logger: .silent).workOff()
    }

    @Test func `a grant that nobody used is given up an hour after its URL has expired`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            front.test.front.clock.advance(by: UploadGrantPruner.unusedTerm)
            #expect(try await look(front) == 0)
            front.test.front.clock.advance(by: 1)
            #expect(try await look(front) == 1)
            #expect(try await front.row(url)?.state == .givenUp)
        }
    }

    @Test func `what was opened and is heard of no more is released, and comes too late after it`() async throws {
        try await GrantFront.run { front async throws in
            let (url, pruner) = (try await front.granted(), pruner(front))
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            #expect(try await wait(UploadGrantPruner.openedTerm, front, for: pruner) == 0)
            #expect(try await front.test.references() == [url.permit.reference])
            #expect(try await wait(1, front, for: pruner) == 1)
            #expect(try await front.complete(url, completion).problem?.code == .grantSpent)
            // Its node may not know yet.
            front.test.front.clock.advance(by: UploadGrantPruner.releaseDelay - 1)
            try await workOff(front)
            #expect(try await front.test.references() == [url.permit.reference])
            front.test.front.clock.advance(by: 1)
            try await workOff(front)
            #expect(try await front.test.references().isEmpty)
        }
    }

    @Test func `bytes that come after their release are released once more`() async throws {
        try await GrantFront.run { front async throws in
            let (url, pruner) = (try await front.granted(), pruner(front))
            _ = try await front.open(url)
            #expect(try await wait(UploadGrantPruner.openedTerm + 1, front, for: pruner) == 1)
            front.test.front.clock.advance(by: UploadGrantPruner.releaseDelay)
            try await workOff(front)
            let completion = try await front.store("Hello", url)
            #expect(try await front.complete(url, completion).problem?.code == .grantSpent)
            #expect(try await front.test.references() == [url.permit.reference])
            try await front.test.settle()
            #expect(try await front.test.references().isEmpty)
        }
    }

    @Test func `an upload that its node says to go on is waited for, however long it takes`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt, pruner) = (try await front.granted(), UploadAttemptID.random(), pruner(front))
            _ = try await front.open(url, by: attempt)
            for _ in 0..<10 {
                #expect(try await wait(UploadGrantPruner.openedTerm, front, for: pruner) == 0)
                #expect(try await front.renew(url, by: attempt).status == .noContent)
            }
            #expect(try await front.complete(url, try await front.store("Hello", url)).answer?.status == .created)
            #expect(try await front.renew(url, by: attempt).problem?.code == .grantSpent)
        }
    }

    @Test func `a front that was away gives nodes the time to say what goes on`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt) = (try await front.granted(), UploadAttemptID.random())
            _ = try await front.open(url, by: attempt)
            front.test.front.clock.advance(by: UploadGrantPruner.openedTerm + 1)
            let returned = pruner(front)
            #expect(try await returned.look().count == 0)
            front.test.front.clock.advance(by: PrunerRest.length)
            #expect(try await returned.look().count == 0)
            front.test.front.clock.advance(by: 1)
            #expect(try await returned.look().count == 1)
            #expect(try await front.renew(url, by: attempt).problem?.code == .grantSpent)
        }
    }

    @Test func `a front whose database was away gives nodes the time to say what goes on`() async throws {
        try await GrantFront.run { front async throws in
            let (url, attempt, pruner) = (try await front.granted(), UploadAttemptID.random(), pruner(front))
            _ = try await front.open(url, by: attempt)
            #expect(try await wait(2 * PrunerRest.length, front, for: pruner) == 0)
            front.test.front.clock.advance(by: UploadGrantPruner.openedTerm + 1)
            #expect(try await pruner.look().count == 0)
            #expect(try await wait(PrunerRest.length, front, for: pruner) == 0)
            #expect(try await front.renew(url, by: attempt).status == .noContent)
            #expect(try await wait(UploadGrantPruner.openedTerm, front, for: pruner) == 0)
            #expect(try await wait(1, front, for: pruner) == 1)
        }
    }

    @Test func `openings that nobody comes back to make room after a quarter of an hour`() async throws {
        try await GrantFront.run { front async throws in
            let pruner = pruner(front)
            for _ in 0..<UploadGrantMinter.openLimit { _ = try await front.open(try await front.granted()) }
            #expect(try await front.post().status == .created)
            #expect(try await wait(901, front, for: pruner) == UploadGrantMinter.openLimit)
            #expect(try await front.post().status == .temporaryRedirect)
        }
    }

    @Test func `what was completed stays, and a grant is forgotten a day after its end`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            _ = try await front.complete(url, completion)
            front.test.front.clock.advance(by: UploadGrantPruner.memory)
            _ = try await look(front)
            #expect(try await front.complete(url, completion).answer?.status == .created)
            front.test.front.clock.advance(by: 1)
            _ = try await look(front)
            #expect(try await front.complete(url, completion).problem?.code == .grantUnknown)
            try await front.test.settle()
            #expect(try await front.test.references() == [url.permit.reference])
            #expect(try await front.test.attachments().map(\.count) == [1])
        }
    }

    @Test func `a recount between opening and completion lets the bytes stay`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            let dependencies = front.test.dependencies
            let deployment = try await dependencies.database.read { txn in
                try dependencies.deployment.deployment(in: txn).id
            }
            let question = RecountQuestion(deployment: deployment, references: [url.permit.reference])
            let answer = try await front.test.call(
                .post,
                BlobAPI.Operation.recountReferences.template,
                [.authorization: front.test.deployment.authorization(0)],
                body: try APICoding.encode(question)
            )
            let counted = try APICoding.decode(RecountAnswer.self, from: Array(buffer: answer.body))
            #expect(counted.absent.isEmpty)
            #expect(try await front.complete(url, completion).answer?.status == .created)
        }
    }
}
