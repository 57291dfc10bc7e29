import AttachmentStore
import BlobAPI
import BlobModel
import DeploymentStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing

@testable import FrontService

@Suite struct RecountRouteTests {
    private func ask(
        _ references: [ReferenceID],
        _ scene: AttachmentFront,
        deployment: DeploymentID? = nil
    ) async throws -> TestResponse {
        let question = RecountQuestion(
            deployment: deployment ?? scene.deployment.map.deployment,
            references: references
        )
        return try await scene.call(
            .post,
            BlobAPI.Operation.recountReferences.template,
            [.authorization: scene.deployment.authorization(0)],
            body: try APICoding.encode(question)
        )
    }

    private func absent(_ references: [ReferenceID], _ scene: AttachmentFront) async throws -> [ReferenceID] {
        let answer = try await ask(references, scene)
        try #require(answer.status == .ok, "\(String(buffer: answer.body))")
        let value = try APICoding.decode(RecountAnswer.self, from: Array(buffer: answer.body))
        #expect(value.deployment == scene.deployment.map.deployment)
        return value.absent
    }

    private func problem(_ answer: TestResponse) throws -> APIProblem {
        try APICoding.decode(APIProblem.self, from: Array(buffer: answer.body))
    }

    @Test func `a reference exists in every state of its holding until the outbox has released it`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let reference = held.holding.reference
            #expect(try await absent([reference], scene) == [])
            try await scene.unlink(held)
            #expect(try await absent([reference], scene) == [])
            scene.front.clock.advance(by: 90_000)
            let now = scene.front.clock.now
            try await scene.write { store, txn in
                _ = try store.beginReleases(due: now, limit: 9, leaseEnd: now.addingTimeInterval(60), in: txn)
            }
            #expect(try await absent([reference], scene) == [])
            try await scene.write { store, txn in _ = try store.completeRelease(of: reference, in: txn) }
            #expect(try await absent([reference], scene) == [reference])
        }
    }

    @Test func `what is told to be absent can not be committed afterwards`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let id = AttachmentID.random()
            #expect(try await absent([held.holding.reference, id.firstReference], scene) == [id.firstReference])
            let domain = try await scene.domain()
            let object = try await scene.object("e1", of: "alice")
            await #expect(throws: AttachmentStoreError.abandoned(id.firstReference)) {
                try await scene.write { store, txn in
                    let attachment = Attachment(
                        id: id,
                        content: BlobDescription(blob: ContentID(of: [1].span), size: 1),
                        labels: Attachment.Labels(mediaType: "text/plain", filename: "a.txt"),
                        creator: "alice",
                        created: held.attachment.created
                    )
                    try store.add(attachment, heldBy: domain, linkedTo: object, in: txn)
                }
            }
        }
    }

    @Test func `a question of another deployment is refused and gives nothing up`() async throws {
        try await AttachmentFront.run { scene in
            let reference = ReferenceID.random()
            let answer = try await ask([reference], scene, deployment: .random())
            #expect(answer.status == .conflict)
            #expect(try problem(answer).code == .foreignDeployment)
            let isAbandoned = try await scene.dependencies.database.read { txn in
                try txn.query("SELECT reference FROM abandoned_reference", []).count
            }
            #expect(isAbandoned == 0)
        }
    }

    @Test func `while recounts are suspended there is no answer, and afterwards there is`() async throws {
        try await AttachmentFront.run { scene in
            let store = scene.dependencies.deployment
            try await scene.dependencies.database.write { txn in try store.suspendRecounts(until: nil, in: txn) }
            let answer = try await ask([.random()], scene)
            #expect(answer.status == .serviceUnavailable)
            #expect(try problem(answer).code == .recountsSuspended)
            try await scene.dependencies.database.write { txn in try store.resumeRecounts(in: txn) }
            #expect(try await ask([.random()], scene).status == .ok)
        }
    }

    @Test func `a suspension that ends by itself is told with its end`() async throws {
        try await AttachmentFront.run { scene in
            let (store, end) = (scene.dependencies.deployment, scene.front.clock.now.addingTimeInterval(60))
            try await scene.dependencies.database.write { txn in try store.suspendRecounts(until: end, in: txn) }
            #expect(try problem(try await ask([], scene)).detail?.contains(end.formatted(.iso8601)) == true)
            scene.front.clock.advance(by: 60)
            #expect(try await ask([], scene).status == .ok)
        }
    }

    @Test func `more than a thousand references are refused, and so is a body that is no question`() async throws {
        try await AttachmentFront.run { scene in
            let many = (0..<1_001).map { _ in ReferenceID.random() }
            #expect(try problem(try await ask(many, scene)).code == .malformed)
            #expect(try await absent(Array(many.prefix(1_000)), scene).count == 1_000)
            let answer = try await scene.call(
                .post,
                BlobAPI.Operation.recountReferences.template,
                [.authorization: scene.deployment.authorization(0)],
                body: Array("{}".utf8)
            )
            #expect(try problem(answer).code == .malformed)
        }
    }
}
