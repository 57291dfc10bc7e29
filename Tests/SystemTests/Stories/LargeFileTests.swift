import AsyncHTTPClient
import Cryptography
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

extension Stories {
    /// A file that is larger than all memory that the server may take for it.
    struct LargeFileTests {
        private static let file = NoiseStream(seed: 300, blocks: 128)
        /// The most anonymous memory that the server may have at any moment, in bytes.
        private static let memoryLimit = 64 << 20

        @Test func `128 MiB go up and come down in two ways, and the memory stays bounded`() async throws {
            var options = DevServer.Options()
            options.settings["ATTACHE_ATTACHMENTS_MAX_SIZE"] = "200MiB"
            options.settings["ATTACHE_QUOTA_BYTES"] = "2GiB"
            try await DevServer.with(options) { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.meeting())
                let process = try #require(server.running()).number
                let peak = try await Self.peakMemory(of: process) {
                    let uri = try await Self.upload(as: alice)
                    let expected = Self.file.digest().description
                    let substituted = server.nodeURLs[0] + uri.dropFirst(server.frontURL.count)
                    for command in ["-L '\(uri)'", "'\(substituted)'"] {
                        let script = "curl -fsS -u alice:alice \(command) | sha256sum | cut -d' ' -f1"
                        let outcome = try await Shell.run(script, in: server.data)
                        #expect(outcome.text == expected + "\n", "\(command) \(outcome.errors)")
                    }
                    try await Self.expectLastBytes(of: uri, as: alice)
                }
                #expect(peak < Self.memoryLimit, "\(peak >> 20) MiB")
            }
        }

        private static func upload(as client: CalendarClient) async throws -> String {
            let added = try await client.http.send(
                .POST,
                client.url(client.calendar + "e.ics?action=attachment-add"),
                client.fields(["Content-Type": "video/mp4", "Content-Disposition": "attachment; filename=talk.mp4"]),
                body: .stream(file, length: .known(Int64(file.size)))
            )
            try #require(added.status == 201, "\(added.text)")
            let attachment = try #require(try await client.event("e.ics").attachments.first)
            #expect(attachment.parameters["SIZE"] == "\(file.size)")
            return attachment.uri
        }

        private static func expectLastBytes(of uri: String, as client: CalendarClient) async throws {
            let part = try await client.fetch(uri, ["Range": "bytes=-1000"])
            #expect(part.status == 206)
            let isSame = part.body == Array(NoiseStream.block(file.blocks - 1, of: file.seed).suffix(1000))
            #expect(isSame)
        }

        /// Returns the most anonymous memory that a process had while a body ran.
        private static func peakMemory(of process: Int32, _ body: () async throws -> Void) async throws -> Int {
            let sampler = PeakSampler(process: process)
            let sampling = Task { await sampler.run() }
            defer { sampling.cancel() }
            try await body()
            sampling.cancel()
            return await sampling.value
        }
    }
}

/// Looks at the memory of a process again and again until it is cancelled.
private struct PeakSampler: Sendable {
    let process: Int32

    func run() async -> Int {
        var peak = 0
        while !Task.isCancelled {
            peak = max(peak, anonymousMemory() ?? 0)
            try? await Task.sleep(for: .milliseconds(20))
        }
        return peak
    }

    /// RssAnon of proc(5), in bytes.
    private func anonymousMemory() -> Int? {
        guard let status = try? String(contentsOf: URL(filePath: "/proc/\(process)/status"), encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") })
        else { return nil }
        return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }
}
