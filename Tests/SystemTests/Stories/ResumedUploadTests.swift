import AsyncHTTPClient
import Cryptography
import NIOHTTP1
import Testing

extension Stories {
    /// A large file is on its way while the node that stores it dies.
    struct ResumedUploadTests {
        private static let file = NoiseStream(seed: 256, blocks: 96)

        @Test func `96 MiB go up although the node is killed in the middle, and the client notices nothing`()
            async throws
        {
            try await SeparateServices.with(maximumSize: "300MiB") { services in
                let dora = try await dora(of: services)
                try await dora.put("e.ics", SampleEvent.meeting())
                let body = InterruptedStream(base: Self.file, at: 40) {
                    // Which of the nodes has the calendar home is none of the client's business.
                    for node in services.nodes { try await node.crash() }
                    for node in services.nodes { try await node.launch() }
                }
                let added = try await dora.http.send(
                    .POST,
                    dora.url(dora.calendar + "e.ics?action=attachment-add"),
                    dora.fields(["Content-Type": "video/mp4", "Content-Disposition": "attachment; filename=talk.mp4"]),
                    body: .stream(body, length: .known(Int64(Self.file.size)))
                )
                try #require(added.status == 201, "\(added.text)")
                let uri = try #require(added["Location"])
                for node in services.nodes { try await node.becomeReady() }
                let script = "curl -fsS -L -u 'dora:secret' '\(uri)' | sha256sum | cut -d' ' -f1"
                let outcome = try await Shell.run(script, in: services.directory)
                #expect(outcome.text == Self.file.digest().description + "\n", "\(outcome.errors)")
            }
        }

        private func dora(of services: SeparateServices) async throws -> CalendarClient {
            let name = ["--display-name", "Dora", "--address", "mailto:dora@example.com"]
            let words = ["user", "add", "dora"] + name + ["--password-stdin"]
            #expect(try await services.attache(words, input: "secret\n").contains("added dora"))
            return services.client(as: "dora", password: "secret")
        }
    }
}
