import AttachmentStore
import BlobModel
import Cryptography
import FoundationEssentials
import SQLDatabase
import Testing

@testable import FrontService

/// A front whose attachments are scanned, with an event of alice's.
struct ScannedFront: Sendable {
    /// Text in which the scanner finds malware.
    static let infected = "This is a \(StubClamd.marker)."

    /// The front.
    let scene: AttachmentFront

    /// The scanner.
    let scanner: StubClamd

    /// Runs a body with a front and its scanner.
    static func run(
        configure: @escaping @Sendable (inout ScanConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (ScannedFront) async throws -> Void
    ) async throws {
        try await StubClamd.run { scanner in
            var scan = ScanConfiguration(scanner: scanner.address)
            configure(&scan)
            try await AttachmentFront.run(configure: { [scan] in $0.scan = scan }) { scene in
                try await scene.front.put(AttachmentFront.event, SampleEvent.text())
                try await body(ScannedFront(scene: scene, scanner: scanner))
            }
        }
    }

    /// What scans at the front.
    var scan: AttachmentScan {
        get throws { try #require(scene.dependencies.scan) }
    }

    /// Works the queue off as the front does in the background.
    @discardableResult
    func workOff() async throws -> Date? {
        try await ScanWorker(dependencies: scene.dependencies, logger: .silent).workOff(try scan)
    }

    /// Returns what is known of a text from the scanner.
    func finding(on text: String) async throws -> StoredVerdict.Finding? {
        try await finding(on: ContentID(of: Array(text.utf8).span))
    }

    /// Returns what is known of bytes from the scanner.
    func finding(on blob: ContentID) async throws -> StoredVerdict.Finding? {
        try await scene.write { store, txn in try store.verdict(on: blob, in: txn) }?.finding
    }
}
