import AttachmentStore
import BlobModel
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import MalwareScanning
import NIOCore
import SQLDatabase
import Testing

@testable import FrontService

/// What is found between the look at bytes and the transaction that links them.
@Suite(.timeLimit(.minutes(2)))
struct ArrivalConfirmationTests {
    /// A database in which malware is found in some bytes as soon as they are put off.
    private struct PromptDatabase: DatabaseLayer {
        let base: any SQLDatabase
        let blob: ContentID

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
        ) async throws -> Value {
            let (blob, store) = (blob, AttachmentStore())
            return try await base.write { txn in
                let value = try body(txn)
                guard case .due(let date) = try store.verdict(on: blob, in: txn)?.finding else { return value }
                let examination = StoredVerdict.Examination(engine: "ClamAV 1.4.6/1/today", date: date)
                let finding = StoredVerdict.Finding.infected(name: "Late.Test", examination)
                try store.record(StoredVerdict(on: blob, finding), in: txn)
                return value
            }
        }
    }

    private static let content = String(repeating: "late", count: 50)

    private func inline(_ contents: String...) -> String {
        let lines = contents.map { content in
            let octets = Data(content.utf8).base64EncodedString()
            return "ATTACH;FMTTYPE=text/plain;FILENAME=a.txt;ENCODING=BASE64;VALUE=BINARY:\(octets)\r\n"
        }
        return ScheduledEvent.attaching(lines.joined())
    }

    private func runPrompt(_ body: @escaping @Sendable (AttachmentFront) async throws -> Void) async throws {
        let blob = ContentID(of: Array(Self.content.utf8).span)
        try await AttachmentFront.run(
            configure: { configuration in
                var scan = ScanConfiguration(scanner: .unix(path: "/nonexistent/clamd.ctl"))
                scan.when = .after
                configuration.scan = scan
                configuration.attachments.inlineFrom = 100
            },
            database: { PromptDatabase(base: $0, blob: blob) },
            { scene in
                try await scene.front.put(AttachmentFront.event, SampleEvent.text())
                try await body(scene)
            }
        )
    }

    private func runInline(
        _ body: @escaping @Sendable (AttachmentFront, StubClamd) async throws -> Void
    ) async throws {
        try await StubClamd.run { scanner in
            let address = scanner.address
            try await AttachmentFront.run(
                configure: { configuration in
                    configuration.scan = ScanConfiguration(scanner: address)
                    configuration.attachments.inlineFrom = 20
                },
                { scene in
                    try await scene.front.put(AttachmentFront.event, SampleEvent.text())
                    try await body(scene, scanner)
                }
            )
        }
    }

    @Test func `malware that is found after an upload was put off, and before it is linked, is refused`() async throws {
        try await runPrompt { scene in
            let response = try await scene.add(Self.content)
            #expect(response.status == .forbidden)
            #expect(String(buffer: response.body).contains("infected (Late.Test)"))
            try await scene.settle()
            #expect(try await scene.references().isEmpty)
        }
    }

    @Test func `malware that is found after an inline file was put off, and before it is linked, is refused`()
        async throws
    {
        try await runPrompt { scene in
            let before = try await scene.data()
            #expect(try await scene.put(inline(Self.content)).status == .forbidden)
            try await scene.settle()
            #expect(try await scene.references().isEmpty)
            #expect(try await scene.data() == before)
        }
    }

    @Test func `of two inline files the second is infected: the PUT is refused, and both are released`() async throws {
        try await runInline { scene, scanner in
            let before = try await scene.data()
            let response = try await scene.put(inline("This is a clean file.", ScannedFront.infected))
            #expect(response.status == .forbidden)
            #expect(String(buffer: response.body).contains("no-malware"))
            #expect(scanner.scans == 2)
            try await scene.settle()
            #expect(try await scene.references().isEmpty)
            #expect(try await scene.data() == before)
        }
    }

    @Test func `while the scanner is away an inline file stays in the data, and the event is stored`() async throws {
        try await runInline { scene, scanner in
            scanner.setAway(true)
            let data = inline("This is a clean file.")
            #expect(try await scene.put(data).status == .noContent)
            #expect(try await scene.data() == data)
            try await scene.settle()
            #expect(try await scene.references().isEmpty)
        }
    }

    @Test func `an inline file beyond the scanner's own limit stays in the data`() async throws {
        try await runInline { scene, scanner async throws in
            scanner.setLimit(16)
            let data = inline("This is a clean file.")
            #expect(try await scene.put(data).status == .noContent)
            #expect(try await scene.data() == data)
        }
    }
}
