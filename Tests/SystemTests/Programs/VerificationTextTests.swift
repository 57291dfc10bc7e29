import BlobModel
import Testing

@testable import BlobStore
@testable import attache

/// What `attache shard verify` says at its end.
struct VerificationTextTests {
    private var report = VerificationReport()

    init() {
        report.bytes = 2048
        report.records = 3
        report.references = 1
    }

    @Test func `a whole shard has one line`() {
        #expect(VerificationText(report).lines == ["verified 2.0 KiB in 3 records, and 1 reference: all is well"])
    }

    @Test func `what waits for the node is told, and the verdict stays`() throws {
        var test = self
        test.report.staleMembers = 2
        test.report.unfinishedCompactions = 1
        let lines = VerificationText(test.report).lines
        #expect(lines.count == 3)
        #expect(try #require(lines.first).hasSuffix(": all is well"))
        #expect(lines[1].contains("compaction was interrupted"))
        #expect(lines[2] == "2 chunks held by blobs or uploads that are gone; the node lets go of them within a day")
    }

    @Test func `findings are counted, and what is not indexed yet is not called well`() throws {
        var test = self
        test.report.unreplayedBytes = 100
        #expect(try #require(VerificationText(test.report).lines.first).hasSuffix("what is indexed is well"))
        test.report.findings = [.missingSegment(1), .unfoundedMembers(count: 1)]
        #expect(try #require(VerificationText(test.report).lines.first).hasSuffix("2 findings"))
    }
}
