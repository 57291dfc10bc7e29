import AttachmentStore
import BlobAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SQLDatabase
import ServiceLifecycle
import ServiceSupport
import Testing

@testable import FrontService

@Suite struct FrontAssemblyTests {
    @Test func `the assembled front has every part: actions, downloads, node routes, and what works in the background`()
        async throws
    {
        try await TestFront.run(
            assemble: { FrontAssembly.front($0, registry: PrometheusRegistry(), logger: .silent) }
        ) { front in
            let object = try await front.send("OPTIONS", "/calendars/alice/calendar/e1.ics")
            #expect(try #require(object.headers[.allow]).contains("POST"))
            let attachment = try await front.send("OPTIONS", "/attachments/krugs4zanfzsaylooruw4zzakq/x")
            #expect(attachment.headers[.allow] == "OPTIONS, GET, HEAD")
            #expect(front.service.services.contains { $0 is ReleaseWorker })
            #expect(front.service.services.contains { $0 is PlacementKeeper })
            #expect(front.service.services.contains { $0 is OccurrenceIndexer })
            #expect(front.service.services.contains { $0 is HistoryPruner })
            try await front.service.internalListener.application.test(.router) { client in
                for operation in BlobAPI.Operation.allCases where operation.servers == [.front] {
                    let uri = operation.template.replacing("{node}", with: "blob-1")
                    let answer = try await client.executeRequest(
                        uri: uri,
                        method: operation.method,
                        headers: [:],
                        body: nil
                    )
                    #expect(answer.status == .unauthorized, "\(operation)")
                }
            }
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE"])
    func `where there is no grace, a removal wakes the worker, which releases the bytes`(method: String) async throws {
        try await TestFront.run(
            configure: { $0.attachments.grace = .zero },
            assemble: { FrontAssembly.front($0, registry: PrometheusRegistry(), logger: .silent) }
        ) { front in
            let uri = "/calendars/alice/calendar/e1.ics"
            try await front.put(uri, SampleEvent.text())
            let added = try await front.send("POST", uri + "?action=attachment-add", body: "Bread.")
            let field = try #require(HTTPField.Name("Cal-Managed-ID"))
            let id = try #require(added.headers[field])
            let worker = try #require(front.service.services.first { $0 is ReleaseWorker })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                switch method {
                case "POST": _ = try await front.send("POST", uri + "?action=attachment-remove&managed-id=\(id)")
                case "PUT": try await front.put(uri, SampleEvent.text())
                default: _ = try await front.send(method, uri)
                }
                try await untilReleased(id, front)
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    /// Waits for the worker, for no longer than half of its pause without a nudge.
    private func untilReleased(_ id: String, _ front: TestFront) async throws {
        let id = try #require(AttachmentID(parsing: id))
        let (store, end) = (front.dependencies.attachments, ContinuousClock.now + .seconds(15))
        while true {
            let holdings = try await front.dependencies.database.read { txn in try store.holdings(of: id, in: txn) }
            if case .released? = holdings.first?.state { return }
            try #require(ContinuousClock.now < end, "It is still \(holdings).")
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test func `a file makes its round: added, redirected to, removed, gone`() async throws {
        try await TestFront.run(
            assemble: { FrontAssembly.front($0, registry: PrometheusRegistry(), logger: .silent) }
        ) { front in
            _ = try await TestDeployment.make(in: front.dependencies)
            let uri = "/calendars/alice/calendar/e1.ics"
            try await front.put(uri, SampleEvent.text())
            let fields = ["Content-Type": "text/plain", "Content-Disposition": "attachment; filename=menu.txt"]
            let added = try await front.send("POST", uri + "?action=attachment-add", fields, body: "Bread.")
            #expect(added.status == .created)
            let location = try #require(added.headers[.location])
            let path = try #require(location.split(separator: "https://cal.example.com").first)
            #expect(try await front.send("GET", String(path)).status == .temporaryRedirect)
            let name = try #require(HTTPField.Name("Cal-Managed-ID"))
            let id = try #require(added.headers[name])
            let removed = try await front.send("POST", uri + "?action=attachment-remove&managed-id=\(id)")
            #expect(removed.status == .noContent)
            #expect(try await front.send("GET", String(path)).status == .gone)
            #expect(try await front.send("GET", String(path), as: "bob").status == .notFound)
        }
    }
}
