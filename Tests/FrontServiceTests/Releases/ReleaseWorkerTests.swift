import BlobStoreTesting
import AttachmentStore
import BlobModel
import FoundationEssentials
import ServiceLifecycle
import Testing
import ServiceSupport

@testable import FrontService

@Suite struct ReleaseWorkerTests {
    private func worker(_ scene: AttachmentFront, _ schedule: ReleaseSchedule = ReleaseSchedule()) -> ReleaseWorker {
        ReleaseWorker(dependencies: scene.dependencies, schedule: schedule, logger: .silent)
    }

    private func state(_ held: HeldAttachment, _ scene: AttachmentFront) async throws -> HoldingState {
        try await scene.write { store, txn in
            try #require(try store.held(held.id, by: held.holding.domain, in: txn)).holding.state
        }
    }

    private func references(_ held: HeldAttachment, _ scene: AttachmentFront) -> Set<ReferenceID> {
        scene.blobs.references(in: held.holding.domain)
    }

    @Test func `bytes are kept until the grace is over and released after it`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            try await scene.unlink(held)
            let removal = scene.front.clock.now
            scene.front.clock.advance(by: 24 * 3600 - 1)
            let next = try await worker(scene).workOff()
            #expect(next == removal.addingTimeInterval(24 * 3600))
            #expect(references(held, scene) == [held.holding.reference])
            scene.front.clock.advance(by: 1)
            let last = try await worker(scene).workOff()
            #expect(last == nil)
            #expect(references(held, scene).isEmpty)
            #expect(try await state(held, scene) == .released(removedAt: removal))
        }
    }

    @Test func `the grace is a setting`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.grace = .zero }) { scene in
            let held = try await scene.attach()
            try await scene.unlink(held)
            _ = try await worker(scene).workOff()
            #expect(references(held, scene).isEmpty)
        }
    }

    @Test func `a removal that was undone within the grace releases nothing`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            try await scene.unlink(held)
            let object = try await scene.object("e1", of: "alice")
            try await scene.write { store, txn in
                try store.link(held.id, heldBy: held.holding.domain, to: object, in: txn)
            }
            scene.front.clock.advance(by: 48 * 3600)
            #expect(try await worker(scene).workOff() == nil)
            #expect(references(held, scene) == [held.holding.reference])
        }
    }

    @Test func `a release that fails is put off, each time for longer, and succeeds in the end`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.grace = .zero }) { scene in
            let held = try await scene.attach()
            try await scene.unlink(held)
            scene.blobs.fail(with: .unavailable("The node is away."))
            for delay in [5.0, 10, 20] {
                let now = scene.front.clock.now
                let next = try await worker(scene).workOff()
                #expect(next == now.addingTimeInterval(delay))
                scene.front.clock.advance(by: delay)
            }
            scene.blobs.fail(with: nil)
            #expect(try await worker(scene).workOff() == nil)
            #expect(references(held, scene).isEmpty)
        }
    }

    @Test func `more releases than a batch holds are worked off in one go`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.grace = .zero }) { scene in
            var schedule = ReleaseSchedule()
            schedule.batchSize = 2
            var last: HeldAttachment?
            for number in 0..<5 {
                let held = try await scene.attach([UInt8(number)], event: "e\(number)")
                try await scene.unlink(held, event: "e\(number)")
                last = held
            }
            #expect(try await worker(scene, schedule).workOff() == nil)
            #expect(references(try #require(last), scene).isEmpty)
        }
    }

    @Test func `a release that another front took and did not end is taken over after its lease`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.grace = .zero }) { scene in
            let held = try await scene.attach()
            try await scene.unlink(held)
            let now = scene.front.clock.now
            let leaseEnd = now.addingTimeInterval(300)
            _ = try await scene.write { store, txn in
                try store.beginReleases(due: now, limit: 10, leaseEnd: leaseEnd, in: txn)
            }
            #expect(try await worker(scene).workOff() == leaseEnd)
            #expect(references(held, scene) == [held.holding.reference])
            scene.front.clock.advance(by: 300)
            #expect(try await worker(scene).workOff() == nil)
            #expect(references(held, scene).isEmpty)
        }
    }

    @Test func `everything that a removed user's home held is released`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let terms = RemovalTerms(now: scene.front.clock.now, grace: .zero)
            try await scene.write { store, txn in
                _ = try store.removeHoldings(of: held.holding.domain, after: nil, limit: 99, terms: terms, in: txn)
            }
            #expect(try await worker(scene).workOff() == nil)
            #expect(references(held, scene).isEmpty)
        }
    }

    @Test func `a nudge wakes the running worker, and cancellation ends it`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.grace = .zero }) { scene in
            let worker = worker(scene)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await worker.run() }
                let held = try await scene.attach()
                try await scene.unlink(held)
                scene.dependencies.releases.ring()
                try await untilTrue { references(held, scene).isEmpty }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    @Test func `a graceful shutdown ends the worker`() async throws {
        try await AttachmentFront.run { scene in
            let group = ServiceGroup(services: [worker(scene)], logger: .silent)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    /// Waits for what another task brings about; the test's time limit is the bound.
    private func untilTrue(_ condition: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while !condition() {
            try #require(ContinuousClock.now < end, "It did not come about in 20 s.")
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
