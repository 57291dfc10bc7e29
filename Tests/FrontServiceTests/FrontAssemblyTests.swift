import BlobAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceSupport
import Testing

@testable import FrontService

@Suite struct FrontAssemblyTests {
    @Test func `the assembled front has every part: actions, downloads, node routes, and the release worker`()
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
