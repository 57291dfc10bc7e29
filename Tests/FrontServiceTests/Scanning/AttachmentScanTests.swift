import AttachmentStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MalwareScanning
import NIOCore
import ServiceSupport
import Synchronization
import Testing

@testable import FrontService

/// Scans before an upload is acknowledged.
@Suite(.timeLimit(.minutes(2)))
struct AttachmentScanTests {
    private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    @Test func `an infected file is refused with a precondition, and its bytes are released`() async throws {
        try await ScannedFront.run { test in
            let before = try await test.scene.data()
            let response = try await test.scene.add(ScannedFront.infected)
            #expect(response.status == .forbidden)
            #expect(text(response).contains("no-malware") && text(response).contains("urn:attache:dav"))
            #expect(text(response).contains("The file was found to be infected (Attache.Test)."))
            try await test.scene.settle()
            #expect(try await test.scene.references().isEmpty)
            #expect(try await test.scene.usage() == 0)
            #expect(try await test.scene.data() == before)
        }
    }

    @Test func `a clean file is stored, and so is one without bytes`() async throws {
        try await ScannedFront.run { test in
            try await test.scene.added("Hello")
            guard case .clean(let by) = try await test.finding(on: "Hello") else {
                Issue.record("The file has no verdict.")
                return
            }
            #expect(by.engine == "ClamAV 1.4.6/1/today")
            try await test.scene.added("")
            #expect(test.scanner.scans == 2)
        }
    }

    @Test func `an update is scanned too, and the former file stays when it is refused`() async throws {
        try await ScannedFront.run { test in
            let id = try await test.scene.added("Hello")
            #expect(try await test.scene.update(id, ScannedFront.infected).status == .forbidden)
            #expect(try await test.scene.links(of: id) == 1)
        }
    }

    @Test func `equal bytes are scanned once, and again when the signatures are others after a day`() async throws {
        try await ScannedFront.run { test in
            try await test.scene.added("Hello")
            try await test.scene.added("Hello")
            #expect(test.scanner.scans == 1)
            test.scene.front.clock.advance(by: 25 * 3600)
            try await test.scene.added("Hello")
            #expect(test.scanner.scans == 1)
            test.scanner.renewSignatures()
            try await test.scene.added("Hello")
            #expect(test.scanner.scans == 2)
            #expect(try await test.scene.add(ScannedFront.infected).status == .forbidden)
            #expect(try await test.scene.add(ScannedFront.infected).status == .forbidden)
            #expect(test.scanner.scans == 3)
        }
    }

    @Test func `a scanner that is away refuses everything for a while`() async throws {
        try await ScannedFront.run { test in
            test.scanner.setAway(true)
            let response = try await test.scene.add("Hello")
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "10")
            #expect(text(response).contains("cannot be scanned for malware at the moment"))
            try await test.scene.settle()
            #expect(try await test.scene.references().isEmpty)
            test.scanner.setAway(false)
            #expect(try await test.scene.add("Hello").status == .created)
        }
    }

    @Test func `a scanner that is away lets everything pass where the setting says so, and it is scanned later`()
        async throws
    {
        try await ScannedFront.run(configure: { $0.otherwise = .accept }) { test in
            test.scanner.setAway(true)
            let id = try await test.scene.added(ScannedFront.infected)
            test.scanner.setAway(false)
            try await test.workOff()
            #expect(try await test.scene.held(id)?.attachment.withdrawal != nil)
        }
    }

    @Test func `malware that is met on its way in is taken away wherever the same bytes came in before`() async throws {
        try await ScannedFront.run(configure: { $0.otherwise = .accept }) { test in
            test.scanner.setAway(true)
            let id = try await test.scene.added(ScannedFront.infected)
            test.scanner.setAway(false)
            #expect(try await test.scene.add(ScannedFront.infected).status == .forbidden)
            #expect(try await test.scene.held(id)?.attachment.withdrawal != nil)
            // The bell was rung for the bytes that are due for release.
            await test.scene.dependencies.releases.wait()
        }
    }

    @Test func `a home whose line is full is refused at once, and does not stand before the others`() async throws {
        try await ScannedFront.run { test in
            let turns = try test.scan.scanner.turns
            let domain = try await test.scene.domain()
            let held = [try await turns.take(1, for: domain), try await turns.take(1, for: domain)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try? await turns.take(1, for: domain) } }
                while turns.waiting < 8 { await Task.yield() }
                let response = try await test.scene.add("Hello")
                #expect(response.status == .serviceUnavailable)
                #expect(turns.waiting == 8)
                group.cancelAll()
            }
            withExtendedLifetime(held) {}
        }
    }

    @Test func `a file longer than the scanner takes is refused before the body`() async throws {
        try await ScannedFront.run(configure: { $0.maximumSize = 4 }) { test in
            let wasRead = Atomic(false)
            let body = RequestBody(asyncSequence: EventfulBody { wasRead.store(true, ordering: .relaxed) })
            let declared = try await test.scene.stream(body, ["Content-Length": "12"])
            #expect(declared.status == .forbidden)
            let isRead = wasRead.load(ordering: .relaxed)
            #expect(!isRead)
            let response = try await test.scene.add("Hello")
            #expect(response.status == .forbidden)
            #expect(text(response).contains("scannable") && text(response).contains("larger than the 4 bytes"))
            try await test.scene.added("four")
        }
    }

    @Test func `a file of unknown length that proves too long is refused after the body, and is released`() async throws
    {
        try await ScannedFront.run(configure: { $0.maximumSize = 4 }) { test in
            let answer = try await test.scene.stream(RequestBody(asyncSequence: EventfulBody {}))
            #expect(answer.status == .forbidden)
            try await test.scene.settle()
            #expect(try await test.scene.references().isEmpty)
            #expect(test.scanner.scans == 0)
        }
    }

    @Test func `a file longer than the scanner takes is stored unscanned where the setting says so`() async throws {
        let accepting: @Sendable (inout ScanConfiguration) -> Void = { scan in
            scan.maximumSize = 4
            scan.otherwise = .accept
        }
        try await ScannedFront.run(configure: accepting) { test in
            try await test.scene.added("Hello")
            guard case .skipped(let reason, _) = try await test.finding(on: "Hello") else {
                Issue.record("It is not said why the file was not scanned.")
                return
            }
            #expect(reason == "It is larger than 4 bytes.")
            #expect(test.scanner.scans == 0)
        }
    }

    @Test func `without a scanner everything may come`() async throws {
        try await AttachmentFront.run { scene in
            try await scene.front.put(AttachmentFront.event, SampleEvent.text())
            try await scene.added(ScannedFront.infected)
            #expect(ScanWorker(dependencies: scene.dependencies, logger: .silent).services.isEmpty)
        }
    }
}
