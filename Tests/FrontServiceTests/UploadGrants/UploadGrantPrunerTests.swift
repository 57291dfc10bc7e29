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
        try await UploadGrantPruner(dependencies: front.test.dependencies, logger: .silent).look().count
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

    @Test func `what was opened and never completed is released, and comes too late after it`() async throws {
        try await GrantFront.run { front async throws in
            let url = try await front.granted()
            _ = try await front.open(url)
            let completion = try await front.store("Hello", url)
            front.test.front.clock.advance(by: UploadGrantPruner.openedTerm)
            #expect(try await look(front) == 0)
            #expect(try await front.test.references() == [url.permit.reference])
            front.test.front.clock.advance(by: 1)
            #expect(try await look(front) == 1)
            #expect(try await front.complete(url, completion).problem?.code == .grantSpent)
            try await front.test.settle()
            #expect(try await front.test.references().isEmpty)
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
